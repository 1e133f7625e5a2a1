import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { EventStatus, PublishedEventRow, PublishedEventsReply } from '#shared/api/publishing.ts'
import type { CoverChoice } from '#shared/publishing/event-document.ts'
import { draftPosterUrl } from './draft-poster.ts'
import type { Author } from './own-event.ts'
import { decodePage, encodePage } from './page-cursor.ts'
import { wordsLike } from './words-like.ts'

export interface EventListWish { q?: string, status?: EventStatus, publisher?: string, cursor?: string, limit?: number }

interface Row extends Record<string, unknown> {
  id: string, slug: string, name_en: string, name_zh: string, status: EventStatus, is_public: boolean, cover_url: string | null, cover: CoverChoice | null
  waiting_id: string | null, waiting_size: 'first' | 'small' | 'large' | null, waiting_at: string | null
  has_changes: boolean, reason: string | null, next_starts_at: string | null, time_zone: string | null
  session_count: number, sold: number, capacity: number, updated_at: string, micros: string
}

/**
 * The author's events, last worked on first; an admin sees everybody's, or those of one publisher. `counts` are of all of them,
 * whatever is searched for; an event with changes before an admin counts as approved and as pending. Two queries.
 */
export async function listPublishedEvents({ db }: { db: Database }, author: Author, wish: EventListWish): Promise<PublishedEventsReply> {
  const owner = author.role === 'admin' ? wish.publisher ?? null : author.userId
  const limit = wish.limit ?? 20
  const [rows, counts] = await Promise.all([page(db, owner, wish, limit + 1), countByStatus(db, owner)])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { events: rows.slice(0, limit).map(viewOf), nextCursor: last ? encodePage({ micros: last.micros, id: last.id }) : null, counts }
}

/** The status as people understand it: over is what has no session to come, cancelled what has none left. */
const STATUS_NOW = sql`case
  when e.status <> 'approved' or not exists (select 1 from sessions s where s.event_id = e.id) then e.status::text
  when not exists (select 1 from sessions s where s.event_id = e.id and s.status = 'scheduled') then 'cancelled'
  when not exists (select 1 from sessions s where s.event_id = e.id and s.ends_at > now()) then 'ended'
  else 'approved' end`

const IS_PUBLIC = sql`e.status in ('approved', 'cancelled', 'ended')`
const WORKED_ON = sql`greatest(e.updated_at, coalesce(d.updated_at, e.updated_at))`

function page(db: Database, owner: string | null, wish: EventListWish, limit: number): Promise<Row[]> {
  const after = decodePage(wish.cursor)
  const words = wordsLike(wish.q)
  const conditions: SQL[] = [
    ...(owner ? [sql`e.created_by = ${owner}::uuid`] : []),
    ...(words ? [sql`(e.name_en ilike ${words} or e.name_zh ilike ${words})`] : []),
    ...(wish.status === 'pending' ? [sql`(e.status = 'pending' or w.id is not null)`] : wish.status ? [sql`${STATUS_NOW} = ${wish.status}`] : []),
    ...(after ? [sql`((extract(epoch from ${WORKED_ON}) * 1000000)::bigint, e.id) < (${after.micros}::bigint, ${after.id}::uuid)`] : [])
  ]
  return db.execute<Row>(sql`
    with page as (
      select e.id, ${WORKED_ON} as worked_on
      from events e left join event_drafts d on d.event_id = e.id left join submissions w on w.event_id = e.id and w.state = 'pending'
      where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
      order by worked_on desc, e.id desc limit ${limit}
    )
    select e.id, e.slug, e.name_en, e.name_zh, ${STATUS_NOW} as status, ${IS_PUBLIC} as is_public, e.cover_url, d.document->'cover' as cover,
      w.id as waiting_id, w.size as waiting_size, w.submitted_at as waiting_at,
      d.event_id is not null and w.id is null and (e.approved_document is null or d.document <> e.approved_document) as has_changes,
      e.review_reason as reason, n.starts_at as next_starts_at, n.time_zone, n.session_count, p.sold, p.capacity,
      page.worked_on as updated_at, (extract(epoch from page.worked_on) * 1000000)::bigint::text as micros
    from page join events e on e.id = page.id
    left join event_drafts d on d.event_id = e.id
    left join submissions w on w.event_id = e.id and w.state = 'pending'
    left join lateral (${nextSession()}) n on true
    left join lateral (${places()}) p on true
    order by page.worked_on desc, page.id desc`)
}

/** Of what visitors see by its rows, of the rest by the draft. */
function nextSession(): SQL {
  return sql`
    select (array_agg(t.starts_at order by t.starts_at) filter (where t.starts_at > now() and t.status = 'scheduled'))[1] as starts_at,
      (array_agg(v.time_zone order by t.starts_at <= now(), t.starts_at))[1] as time_zone, count(*)::int as session_count
    from (
      select s.starts_at, s.venue_id, s.status::text as status from sessions s where s.event_id = e.id and ${IS_PUBLIC}
      union all
      select (s->>'startsAt')::timestamptz, (s->>'venueId')::uuid, s->>'status' from jsonb_array_elements(d.document->'sessions') s where not (${IS_PUBLIC})
    ) t left join venues v on v.id = t.venue_id`
}

function places(): SQL {
  return sql`
    select coalesce(sum(pl.seat_count - cardinality(s.off_sale_seats) + coalesce((select sum(k.capacity) from standing_stock k where k.session_id = s.id), pl.standing_capacity)), 0)::int as capacity,
      coalesce(sum((select count(*) from claims c where c.session_id = s.id and c.state = 'sold')
        + (select coalesce(sum(c.quantity), 0) from standing_claims c where c.session_id = s.id and c.state = 'sold')), 0)::int as sold
    from sessions s join seating_plans pl on pl.id = s.plan_id where s.event_id = e.id`
}

async function countByStatus(db: Database, owner: string | null): Promise<Record<EventStatus, number>> {
  const rows = await db.execute<{ status: EventStatus, n: number, waiting: number }>(sql`
    select t.status, count(*)::int as n, (count(*) filter (where t.waits and t.status <> 'pending'))::int as waiting
    from (
      select ${STATUS_NOW} as status, exists (select 1 from submissions w where w.event_id = e.id and w.state = 'pending') as waits
      from events e where ${owner ? sql`e.created_by = ${owner}::uuid` : sql`true`}
    ) t group by t.status`)
  const counts: Record<EventStatus, number> = { draft: 0, pending: 0, approved: 0, rejected: 0, cancelled: 0, ended: 0 }
  for (const row of rows) {
    counts[row.status] += row.n
    counts.pending += row.waiting
  }
  return counts
}

function viewOf(row: Row): PublishedEventRow {
  return {
    id: row.id, slug: row.slug, name: { en: row.name_en, zh: row.name_zh }, status: row.status,
    waiting: row.waiting_id ? { submissionId: row.waiting_id, size: row.waiting_size!, submittedAt: iso(row.waiting_at!) } : null,
    hasUnsubmittedChanges: row.has_changes,
    reviewReason: row.reason,
    posterUrl: draftPosterUrl({ id: row.id, slug: row.slug, coverUrl: row.cover_url, isPublic: row.is_public }, row.cover),
    nextStartsAt: row.next_starts_at ? iso(row.next_starts_at) : null, timeZone: row.time_zone, sessionCount: row.session_count,
    sold: row.sold, capacity: row.capacity,
    updatedAt: iso(row.updated_at)
  }
}

const iso = (instant: string) => new Date(instant).toISOString()
