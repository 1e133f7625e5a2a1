import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { uuids } from './sql.ts'

/**
 * Places that live claims take, by `<session id> <category key>`. Two queries however many sessions are asked. A pending
 * claim whose order ran out counts as free, by the clock of the database, and so does what its owner offers to others. `categoryOf` says which category an area belongs to.
 */
export async function takenByCategory(db: Queryable, sessionIds: string[], categoryOf: (sessionId: string, areaKey: string) => string | undefined): Promise<Map<string, number>> {
  const taken = new Map<string, number>()
  if (sessionIds.length === 0) return taken
  const asked = uuids(sessionIds)
  const lapsed = sql`(select o.id from orders o where o.state = 'pending' and o.expires_at <= now() and o.session_id = any(${asked}))`
  const [seats, areas] = await Promise.all([
    db.execute<{ session_id: string, category_key: string, places: number }>(sql`
      select c.session_id, t.category_key, count(*)::int as places
      from claims c join order_lines l on l.id = c.order_line_id join ticket_types t on t.id = l.ticket_type_id
      where c.session_id = any(${asked}) and c.state <> 'released' and not (c.state = 'pending' and c.order_id in ${lapsed})
        and not exists (select 1 from resales r where r.id = c.resale_id and r.state = 'open' and coalesce(r.kept_until <= now(), true))
      group by c.session_id, t.category_key`),
    db.execute<{ session_id: string, area_key: string, places: number }>(sql`
      select k.session_id, k.area_key, k.taken - k.offered - coalesce((
        select sum(c.quantity) from standing_claims c
        where c.order_id in ${lapsed} and c.state = 'pending' and c.session_id = k.session_id and c.area_key = k.area_key
      ), 0)::int as places
      from standing_stock k where k.session_id = any(${asked})`)
  ])
  const add = (sessionId: string, category: string | undefined, places: number) => {
    const key = `${sessionId} ${category ?? ''}`
    taken.set(key, (taken.get(key) ?? 0) + places)
  }
  for (const row of seats) add(row.session_id, row.category_key, row.places)
  for (const row of areas) add(row.session_id, categoryOf(row.session_id, row.area_key), row.places)
  return taken
}
