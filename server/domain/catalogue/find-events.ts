import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import type { SearchOrder, SearchPosition } from './cursor.ts'
import type { TextSearch } from './text-search.ts'

export interface EventFilter {
  text: TextSearch | null
  /** Slug; the whole subtree below it counts. */
  category?: string
  /** In either language, whatever the case. */
  city?: string
  when: 'any' | 'today' | 'weekend' | 'month'
  order: SearchOrder
  after: SearchPosition | null
  limit: number
}

/** An event found, and the session that made it match: the next one that is not over, else the last. */
export interface EventMatch {
  eventId: string
  sessionId: string
  position: Omit<SearchPosition, 'order'>
}

/** Prices far above any real one: events without a price come last. */
const NO_PRICE = 1e15

/** One statement: the events that pass the filter from `after` on, and how many there are in all. */
export async function findEvents(db: Queryable, filter: EventFilter): Promise<{ matches: EventMatch[], total: number }> {
  const rows = await db.execute<{ total: number, id: string | null, session_id: string, is_over: 0 | 1, first_key: number, starts_ms: number }>(sql`
    with matches as materialized (
      select e.id, n.id as session_id, n.is_over,
        ${firstKey(filter)}::float8 as first_key,
        ((case n.is_over when 1 then -1 else 1 end) * extract(epoch from n.starts_at) * 1000)::bigint::float8 as starts_ms
      from events e
      join categories c on c.id = e.category_id
      join lateral (
        select s.id, s.starts_at, v.name_en, v.name_zh, (case when s.ends_at > now() then 0 else 1 end) as is_over
        from sessions s join venues v on v.id = s.venue_id
        where s.event_id = e.id and ${sessionMatches(filter)}
        order by s.ends_at <= now(), s.status = 'cancelled', case when s.ends_at > now() then s.starts_at end, s.starts_at desc
        limit 1
      ) n on true
      where e.status = 'approved' and ${eventMatches(filter)}
    )
    select t.total, m.*
    from (select count(*)::int as total from matches) t
    left join lateral (
      select * from matches
      where ${afterPosition(filter.after)}
      order by is_over, first_key, starts_ms, id
      limit ${filter.limit}
    ) m on true
    order by m.is_over, m.first_key, m.starts_ms, m.id`)
  return {
    total: rows[0]?.total ?? 0,
    matches: rows.flatMap(row => row.id === null
      ? []
      : [{ eventId: row.id, sessionId: row.session_id, position: { id: row.id, isOver: row.is_over, first: row.first_key, startsMs: row.starts_ms } }])
  }
}

/** Every city that has something to come, in both languages. */
export async function citiesWithEvents(db: Queryable): Promise<LocalText[]> {
  const rows = await db.execute<{ city_en: string, city_zh: string }>(sql`
    select v.city_en, v.city_zh from venues v
    where exists (
      select 1 from sessions s join events e on e.id = s.event_id
      where s.venue_id = v.id and s.ends_at > now() and s.status = 'scheduled' and e.status = 'approved'
    )
    group by v.city_en, v.city_zh order by v.city_en`)
  return rows.map(row => ({ en: row.city_en, zh: row.city_zh }))
}

/** Smaller comes first. Title over text: the phrase in the name, the words in the name, in who plays, and anywhere else. */
function firstKey({ order, text }: EventFilter): SQL {
  if (order === 'featured') return sql`-e.featured_rank`
  if (order === 'soon') return sql`0`
  if (order === 'price') {
    return sql`coalesce((select min(t.price_minor) from ticket_types t join sessions ts on ts.id = t.session_id
      where ts.event_id = e.id and ts.status = 'scheduled' and (n.is_over = 1 or ts.ends_at > now())), ${NO_PRICE}::float8)`
  }
  if (!text) return sql`-e.featured_rank`
  return sql`case
    when e.name_en ilike ${text.phrase} or e.name_zh ilike ${text.phrase} then 0
    when ${everyTerm(text, EVENT_NAMES)} then 1
    when ${everyTerm(text, sql`${EVENT_NAMES} || ' ' || ${PERFORMERS}`)} then 2
    else 3 end`
}

function sessionMatches({ city, when }: EventFilter): SQL {
  const localDay = (instant: SQL) => sql`(${instant} at time zone v.time_zone)::date`
  const conditions = [sql`true`]
  if (city) conditions.push(sql`lower(${printable(city)}) in (lower(v.city_en), lower(v.city_zh))`)
  if (when !== 'any') conditions.push(sql`s.ends_at > now()`)
  if (when === 'today') conditions.push(sql`${localDay(sql`s.starts_at`)} = ${localDay(sql`now()`)}`)
  if (when === 'month') conditions.push(sql`date_trunc('month', s.starts_at at time zone v.time_zone) = date_trunc('month', now() at time zone v.time_zone)`)
  if (when === 'weekend') {
    conditions.push(sql`date_trunc('week', s.starts_at at time zone v.time_zone) = date_trunc('week', now() at time zone v.time_zone)
      and extract(isodow from s.starts_at at time zone v.time_zone) >= 6`)
  }
  return sql.join(conditions, sql` and `)
}

function eventMatches({ text, category }: EventFilter): SQL {
  const conditions = [text ? sql`true` : sql`n.is_over = 0`]
  if (category) {
    conditions.push(sql`c.id in (
      with recursive subtree as (
        select id from categories where slug = ${printable(category)}
        union select child.id from categories child join subtree on child.parent_id = subtree.id
      ) select id from subtree)`)
  }
  if (text) conditions.push(everyTerm(text, sql`${EVENT_NAMES} || ' ' || ${PERFORMERS} || ' ' || ${REST}`))
  return sql.join(conditions, sql` and `)
}

const EVENT_NAMES = sql`(e.name_en || ' ' || e.name_zh)`
const PERFORMERS = sql`coalesce((select string_agg(concat_ws(' ', p->>'nameEn', p->>'nameZh'), ' ') from jsonb_array_elements(e.performers) p), '')`
const REST = sql`concat_ws(' ', e.summary_en, e.summary_zh, e.organiser_en, e.organiser_zh, c.name_en, c.name_zh,
  (select string_agg(concat_ws(' ', hv.name_en, hv.name_zh, hv.city_en, hv.city_zh), ' ')
   from venues hv where hv.id in (select hs.venue_id from sessions hs where hs.event_id = e.id)))`

function everyTerm(text: TextSearch, haystack: SQL): SQL {
  return sql`(select bool_and(h.text ilike t.term) from (select ${haystack} as text) h, unnest(${sql.param(text.terms)}::text[]) as t(term))`
}

function afterPosition(after: SearchPosition | null): SQL {
  if (!after) return sql`true`
  return sql`(is_over, first_key, starts_ms, id) > (${after.isOver}::int, ${after.first}::float8, ${after.startsMs}::float8, ${after.id}::uuid)`
}

/** Postgres takes no NUL in a text, and no name holds a control character. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, '')
}
