import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { forSaleByCategory, loadPlan, placeChangesOf } from '#server/domain/seating/index.ts'

/** Places of a part of the hall: paid for, and for sale at all. */
export interface ZoneSales { sold: number, capacity: number }

/** A session with what says which of its places are for sale. */
export interface SessionPlaces { sessionId: string, planId: string, offSaleSeats: number[] }

/** Orders of a guest list: nobody bought these places, and nobody could. */
const IS_GIFT = sql`o.person_key like 'guest-list:%'`

/**
 * How far each part of the halls of these sessions is sold, by `<session id> <category key>`, of what is for sale: what allotments
 * keep, and what guests were given, is not. Only what is paid counts: whoever orders and does not pay must not move a price. Two
 * queries, and the plans, which are kept.
 */
export async function zoneSales(db: Queryable, sessions: readonly SessionPlaces[]): Promise<Map<string, ZoneSales>> {
  const sales = new Map<string, ZoneSales>()
  const bySession = new Map(sessions.map(session => [session.sessionId, session]))
  if (bySession.size === 0) return sales
  const changes = await placeChangesOf(db, [...bySession.values()].map(({ sessionId, offSaleSeats }) => ({ id: sessionId, offSaleSeats })))
  for (const { sessionId, planId } of bySession.values()) {
    for (const [category, capacity] of forSaleByCategory(await loadPlan(db, planId), changes.get(sessionId)!)) sales.set(`${sessionId} ${category}`, { sold: 0, capacity })
  }
  const asked = sql`${`{${[...bySession.keys()].join(',')}}`}::text::uuid[]`
  const rows = await db.execute<{ session_id: string, category_key: string, sold: number, given: number }>(sql`
    select t.session_id, t.category_key,
      coalesce(sum(l.quantity) filter (where not ${IS_GIFT}), 0)::int as sold, coalesce(sum(l.quantity) filter (where ${IS_GIFT}), 0)::int as given
    from (
      select order_line_id from claims where session_id = any(${asked}) and state = 'sold'
      union all
      select order_line_id from standing_claims where session_id = any(${asked}) and state = 'sold'
    ) c join order_lines l on l.id = c.order_line_id join orders o on o.id = l.order_id join ticket_types t on t.id = l.ticket_type_id
    group by t.session_id, t.category_key`)
  for (const row of rows) {
    const zone = sales.get(`${row.session_id} ${row.category_key}`)
    if (zone) sales.set(`${row.session_id} ${row.category_key}`, { sold: row.sold, capacity: Math.max(0, zone.capacity - row.given) })
  }
  return sales
}
