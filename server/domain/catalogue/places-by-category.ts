import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { keptPlaces } from '#server/domain/inventory/index.ts'
import type { PlaceChanges } from '#server/domain/seating/index.ts'
import { uuids } from './sql.ts'

/** What several sessions have that their plans do not say, by session id. One query however many are asked. */
export async function placeChangesOf(db: Queryable, asked: { id: string, offSaleSeats: number[] }[]): Promise<Map<string, PlaceChanges>> {
  if (asked.length === 0) return new Map()
  const ids = uuids(asked.map(session => session.id))
  const rows = await db.execute<{ session_id: string, seat_index: number | null, area_key: string | null, places: number }>(sql`
    select k.session_id, k.seat_index, k.area_key, -k.places as places from (${keptPlaces(ids)}) k
    union all
    select session_id, null, area_key, capacity from standing_stock where session_id = any(${ids})`)
  const bySession = Map.groupBy(rows, row => row.session_id)
  return new Map(asked.map(({ id, offSaleSeats }) => {
    const areas = new Map<string, number>()
    const ofSession = bySession.get(id) ?? []
    for (const row of ofSession) if (row.area_key !== null) areas.set(row.area_key, (areas.get(row.area_key) ?? 0) + row.places)
    return [id, { offSaleSeats, keptSeats: ofSession.flatMap(row => row.seat_index ?? []), areas }]
  }))
}

/**
 * Places that live claims take, by `<session id> <category key>`. Two queries however many sessions are asked. A pending
 * claim whose order ran out counts as free, by the clock of the database. `categoryOf` says which category an area belongs to.
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
      group by c.session_id, t.category_key`),
    db.execute<{ session_id: string, area_key: string, places: number }>(sql`
      select k.session_id, k.area_key, k.taken - coalesce((
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
