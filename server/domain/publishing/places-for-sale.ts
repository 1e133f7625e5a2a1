import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { keptPlaces } from '#server/domain/seating/index.ts'

/** Standing places of a session as they are counted now, less all places (seats too) that are kept and not sold. */
export async function placesForSale(db: Queryable, sessionId: string): Promise<number> {
  const [row] = await db.execute<{ places: number }>(sql`
    select (coalesce((select sum(capacity) from standing_stock where session_id = ${sessionId}), 0)
      - coalesce((select sum(places) from (${keptPlaces(sql`array[${sessionId}::uuid]`)}) kept), 0))::int as places`)
  return row!.places
}
