import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { fractionDigits } from '#shared/money/money.ts'
import { keptCount } from './kept-counts.ts'
import { priceEdges } from './price-bands.ts'
import { type SessionFilter, conditionsOn, isAvailable, isOn, withWords } from './session-filter.ts'
import { planned } from './sql.ts'
import type { Surroundings } from './surroundings.ts'

/** Events that pass a filter, by what else they are. */
export interface EventCounts {
  total: number
  /** By id of the category itself, not of the subtree. */
  categories: Map<string, number>
  /** By key. An event on tour counts in each of its cities. */
  cities: Map<string, number>
  when: { today: number, weekend: number, week: number, month: number }
  /** By band of `priceEdges`, the first of them 0. */
  prices: number[]
  available: number
}

const S = sql.raw('s')
const hasWords = ({ match }: SessionFilter) => ({ byWords: match !== undefined })
const WHEN = ['today', 'weekend', 'week', 'month'] as const

/** All counts of one filter in one pass over the sessions that pass it. */
export function countEvents(db: Queryable, filter: SessionFilter, { zones, currency }: Pick<Surroundings, 'zones' | 'currency'>): Promise<EventCounts> {
  return keptCount(db, `counts ${currency} ${JSON.stringify(filter)}`, async () => {
    const { ofSession, ofEvent } = conditionsOn(S, filter, zones)
    const edges = priceEdges(currency).map(edge => edge * 10 ** fractionDigits(currency))
    const rows = await planned(db, tx => tx.execute<{ facet: string, key: string | null, events: number }>(sql`
      with passing as materialized (
        select s.event_id, s.category_id, s.city,
          min(s.price_minor) filter (where s.currency = ${currency}) as price, bool_or(${isAvailable(S)}) as is_available,
          ${sql.join(WHEN.map(when => sql`bool_or(s.ends_at > now() and ${isOn(S, when, zones)}) as ${sql.raw(when)}`), sql`, `)}
        from session_search s ${withWords(filter)}
        where ${ofSession} and ${ofEvent}
        group by s.event_id, s.category_id, s.city
      ), events as materialized (
        select category_id, min(price) as price, bool_or(is_available) as is_available, ${sql.join(WHEN.map(when => sql`bool_or(${sql.raw(when)}) as ${sql.raw(when)}`), sql`, `)}
        from passing group by event_id, category_id
      ), sums as (
        select count(*) as total, count(*) filter (where is_available) as available, ${sql.join(WHEN.map(when => sql`count(*) filter (where ${sql.raw(when)}) as ${sql.raw(when)}`), sql`, `)} from events
      )
      select 'category' as facet, category_id::text as key, count(*)::int as events from events group by category_id
      union all select 'city', city, count(*)::int from passing group by city
      union all select 'price', width_bucket(price, ${`{${edges.join(',')}}`}::text::bigint[])::text, count(*)::int from events where price is not null group by 2
      union all select pair.name, null, pair.events::int from sums cross join lateral (
        values ('total', total), ('available', available), ${sql.join(WHEN.map(when => sql`(${when}::text, ${sql.raw(when)})`), sql`, `)}) pair(name, events)`), hasWords(filter))
    const of = (facet: string) => rows.filter(row => row.facet === facet)
    const one = (facet: string) => of(facet)[0]?.events ?? 0
    const keyed = (facet: string) => new Map(of(facet).map(row => [row.key!, row.events]))
    const prices = keyed('price')
    return {
      total: one('total'),
      categories: keyed('category'),
      cities: keyed('city'),
      when: { today: one('today'), weekend: one('weekend'), week: one('week'), month: one('month') },
      prices: edges.map((_, at) => prices.get(String(at + 1)) ?? 0),
      available: one('available')
    }
  })
}

/** How many events pass, and nothing else. */
export function countTotal(db: Queryable, filter: SessionFilter, zones: Surroundings['zones']): Promise<number> {
  return keptCount(db, `total ${JSON.stringify(filter)}`, async () => {
    const { ofSession, ofEvent } = conditionsOn(S, filter, zones)
    const [row] = await planned(db, tx => tx.execute<{ total: number }>(sql`
      select count(*)::int as total from (
        select s.event_id from session_search s
        ${withWords(filter)}
        where ${ofSession} and ${ofEvent} group by s.event_id) found`), hasWords(filter))
    return row?.total ?? 0
  })
}

/** The days nearest to `day` on which something passes the filter, at most three, in order. */
export async function nearestDays(db: Queryable, filter: SessionFilter, zones: Surroundings['zones'], day: string): Promise<string[]> {
  const { ofSession, ofEvent } = conditionsOn(S, filter, zones)
  const rows = await planned(db, tx => tx.execute<{ day: string }>(sql`
    select s.first_day::text as day from session_search s
    ${withWords(filter)}
    where ${ofSession} and ${ofEvent} and s.ends_at > now() and not s.is_cancelled
    group by s.first_day order by abs(s.first_day - ${day}::date), s.first_day limit 3`), hasWords(filter))
  return rows.map(row => row.day).sort()
}
