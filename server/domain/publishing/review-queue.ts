import { type SQL, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import type { EventStatus, ReviewQueueReply, ReviewRow } from '#shared/api/publishing.ts'
import type { CoverChoice } from '#shared/publishing/event-document.ts'
import { draftPosterUrl } from './draft-poster.ts'
import type { Author } from './own-event.ts'
import { decodePage, encodePage } from './page-cursor.ts'
import { wordsLike } from './words-like.ts'
import { submissionSummaryOf } from './submission-views.ts'
import type { SubmissionState } from './transitions.ts'

export interface ReviewQueueWish {
  state?: SubmissionState, size?: 'first' | 'small' | 'large', assignee?: 'me' | 'nobody' | 'anybody', q?: string, cursor?: string, limit?: number
}

interface Row extends Record<string, unknown> {
  id: string, event_id: string, number: number, state: SubmissionState, size: 'first' | 'small' | 'large', note: string | null, reason: string | null
  submitted_by: string, submitted_at: string, decided_at: string | null, decided_by: string | null, decider: string | null, assigned_to: string | null, assignee: string | null
  slug: string, name_en: string, name_zh: string, status: EventStatus, is_public: boolean, cover_url: string | null, cover: CoverChoice
  publisher_id: string, publisher: string, change_count: number, large_count: number, first_starts_at: string | null, time_zone: string | null, micros: string
}

/** What waits for a decision, oldest first; what has been decided where `state` asks for it, newest first. Two queries. */
export async function reviewQueue({ db }: { db: Database }, admin: Author, wish: ReviewQueueWish): Promise<ReviewQueueReply> {
  const limit = wish.limit ?? 30
  const state = wish.state ?? 'pending'
  const after = decodePage(wish.cursor)
  const words = wordsLike(wish.q)
  const conditions: SQL[] = [
    sql`b.state = ${state}::submission_state`,
    ...(wish.size ? [sql`b.size = ${wish.size}::submission_size`] : []),
    ...(wish.assignee === 'me' ? [sql`b.assigned_to = ${admin.userId}::uuid`] : wish.assignee === 'nobody' ? [sql`b.assigned_to is null`] : []),
    ...(words ? [sql`(b.document->'name'->>'en' ilike ${words} or b.document->'name'->>'zh' ilike ${words} or u.display_name ilike ${words})`] : [])
  ]
  if (after) {
    const position = sql`((extract(epoch from b.submitted_at) * 1000000)::bigint, b.id)`
    const last = sql`(${after.micros}::bigint, ${after.id}::uuid)`
    conditions.push(state === 'pending' ? sql`${position} > ${last}` : sql`${position} < ${last}`)
  }
  const order = state === 'pending' ? sql`b.submitted_at, b.id` : sql`b.submitted_at desc, b.id desc`
  const [rows, [counts]] = await Promise.all([
    reviewRows(db, sql.join(conditions, sql` and `), order, limit + 1),
    db.execute<{ waiting: number, mine: number }>(sql`
      select count(*)::int as waiting, (count(*) filter (where assigned_to = ${admin.userId}::uuid))::int as mine from submissions where state = 'pending'`)
  ])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { reviews: rows.slice(0, limit).map(row => row.view), nextCursor: last ? encodePage({ micros: last.micros, id: last.view.id }) : null, waiting: counts!.waiting, mine: counts!.mine }
}

/** One row of the queue, whatever its state; null where there is none. */
export async function reviewRow(db: Queryable, submissionId: string): Promise<ReviewRow | null> {
  const [row] = await reviewRows(db, sql`b.id = ${submissionId}::uuid`, sql`b.id`, 1)
  return row?.view ?? null
}

async function reviewRows(db: Queryable, where: SQL, order: SQL, limit: number): Promise<{ view: ReviewRow, micros: string }[]> {
  const rows = await db.execute<Row>(sql`
    select b.id, b.event_id, b.number, b.state, b.size, b.note, b.reason, b.submitted_by, b.submitted_at, b.decided_at, b.decided_by, b.assigned_to,
      a.display_name as assignee, c.display_name as decider, u.id as publisher_id, u.display_name as publisher,
      e.slug, b.document->'name'->>'en' as name_en, b.document->'name'->>'zh' as name_zh, e.status, e.status in ('approved', 'cancelled', 'ended') as is_public, e.cover_url,
      b.document->'cover' as cover, jsonb_array_length(b.changes) as change_count,
      (select count(*)::int from jsonb_array_elements(b.changes) change where change->>'size' = 'large') as large_count,
      f.starts_at as first_starts_at, f.time_zone, (extract(epoch from b.submitted_at) * 1000000)::bigint::text as micros
    from submissions b join events e on e.id = b.event_id join users u on u.id = e.created_by
    left join users a on a.id = b.assigned_to left join users c on c.id = b.decided_by
    left join lateral (
      select (s->>'startsAt')::timestamptz as starts_at, v.time_zone
      from jsonb_array_elements(b.document->'sessions') s left join venues v on v.id = (s->>'venueId')::uuid
      order by (s->>'startsAt')::timestamptz < now(), (s->>'startsAt')::timestamptz limit 1
    ) f on true
    where ${where} order by ${order} limit ${limit}`)
  return rows.map(row => ({ view: viewOf(row), micros: row.micros }))
}

function viewOf(row: Row): ReviewRow {
  return {
    ...submissionSummaryOf({
      id: row.id, eventId: row.event_id, number: row.number, state: row.state, size: row.size, note: row.note, reason: row.reason, submittedBy: row.submitted_by,
      submittedAt: new Date(row.submitted_at), decidedAt: row.decided_at ? new Date(row.decided_at) : null, decidedBy: row.decided_by, deciderName: row.decider,
      assignedTo: row.assigned_to, assignedAt: null, assigneeName: row.assignee
    }),
    event: {
      id: row.event_id, slug: row.slug, name: { en: row.name_en, zh: row.name_zh }, status: row.status,
      posterUrl: draftPosterUrl({ id: row.event_id, slug: row.slug, coverUrl: row.cover_url, isPublic: row.is_public }, row.cover)
    },
    publisher: { id: row.publisher_id, name: row.publisher },
    changeCount: row.change_count, largeCount: row.large_count,
    firstStartsAt: row.first_starts_at ? new Date(row.first_starts_at).toISOString() : null, timeZone: row.time_zone
  }
}
