import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { SearchOrder, SearchPosition } from './cursor.ts'
import { firstKey, fitness } from './ranking.ts'
import { type SessionFilter, conditionsOn } from './session-filter.ts'
import { planned } from './sql.ts'
import type { Surroundings } from './surroundings.ts'
import type { TextAsked } from './understand.ts'

/** An event found, and the session that made it match: the next one that is not over, else the last. */
export interface EventMatch {
  eventId: string
  sessionId: string
  position: Pick<SearchPosition, 'isOver' | 'first' | 'startsMs' | 'id'>
}

export interface Page { order: SearchOrder, asOf: Date, after: SearchPosition | null, limit: number }

interface Row extends Record<string, unknown> { event_id: string, session_id: string, is_over: 0 | 1, first_key: number, starts_ms: number }

/** The events that pass the filter, from `after` on, in order. */
export async function findEvents(db: Queryable, filter: SessionFilter, text: TextAsked | null, zones: Surroundings['zones'], page: Page): Promise<EventMatch[]> {
  const statement = text ? byWords(filter, text, zones, page) : toCome(filter, zones, page)
  const rows = await planned(db, tx => tx.execute<Row>(statement), { byWords: text !== null })
  return rows.map(row => ({
    eventId: row.event_id, sessionId: row.session_id, position: { isOver: row.is_over, first: Number(row.first_key), startsMs: Number(row.starts_ms), id: row.session_id }
  }))
}

const S = sql.raw('s')
const P = sql.raw('p')

/**
 * What is to come: reads sessions in the order asked for by an index, and stops as soon as the page is full. A session counts where no
 * session of its event that passes too comes before it.
 */
function toCome(filter: SessionFilter, zones: Surroundings['zones'], { order, asOf, after, limit }: Page): SQL {
  const mine = conditionsOn(S, filter, zones)
  const key = firstKey(S, order, asOf.toISOString(), null)
  const keys = order === 'soon' ? sql`s.starts_at, s.session_id` : sql`${key}, s.starts_at, s.session_id`
  const from = order === 'soon' ? sql.raw('') : sql`${after?.first ?? 0}::bigint,`
  return sql`
    select s.event_id, s.session_id, 0 as is_over, ${key}::float8 as first_key, (extract(epoch from s.starts_at) * 1000)::float8 as starts_ms
    from session_search s
    where ${mine.ofSession} and ${mine.ofEvent} and not exists (
      select 1 from session_search p where p.event_id = s.event_id and ${conditionsOn(P, filter, zones).ofSession}
        and (p.is_cancelled, p.starts_at, p.session_id) < (s.is_cancelled, s.starts_at, s.session_id))
    and ${after ? sql`(${keys}) > (${from} ${new Date(Math.max(0, after.startsMs)).toISOString()}::timestamptz, ${after.id}::uuid)` : sql`true`}
    order by ${keys} limit ${limit}`
}

/** What has the words, over or not. */
function byWords(filter: SessionFilter, text: TextAsked, zones: Surroundings['zones'], { order, asOf, after, limit }: Page): SQL {
  const { ofSession, ofEvent } = conditionsOn(S, filter, zones)
  return sql`
    with hits as materialized (
      select t.event_id, ${fitness(sql.raw('t'), text)} as fit from event_search t where t.${sql.raw(text.within)} @@ ${text.match}::tsquery
    ), best as (
      select distinct on (s.event_id) s.event_id, s.session_id, s.starts_at, s.by_rank, s.by_price, s.by_age, h.fit,
        case when s.ends_at > now() then 0 else 1 end as ended,
        ((case when s.ends_at > now() then 1 else -1 end) * extract(epoch from s.starts_at) * 1000)::float8 as starts_ms
      from hits h join session_search s on s.event_id = h.event_id
      where ${ofSession} and ${ofEvent}
      order by s.event_id, ended, s.is_cancelled, starts_ms, s.session_id
    ), keyed as (
      select s.event_id, s.session_id, s.ended as is_over, (${firstKey(S, order, asOf.toISOString(), sql.raw('s.fit'))})::float8 as first_key, s.starts_ms from best s
    )
    select * from keyed
    where ${after ? sql`(is_over, first_key, starts_ms, session_id) > (${after.isOver}::int, ${after.first}::float8, ${after.startsMs}::float8, ${after.id}::uuid)` : sql`true`}
    order by is_over, first_key, starts_ms, session_id limit ${limit}`
}
