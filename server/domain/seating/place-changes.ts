import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { keptPlaces } from './kept-places.ts'
import type { PlaceChanges } from './places-for-sale.ts'

/** What several sessions have that their plans do not say, by session id. One query however many are asked. */
export async function placeChangesOf(db: Queryable, asked: { id: string, offSaleSeats: number[] }[]): Promise<Map<string, PlaceChanges>> {
  if (asked.length === 0) return new Map()
  const ids = sql`${`{${asked.map(session => session.id).join(',')}}`}::text::uuid[]`
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
