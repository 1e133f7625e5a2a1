import { inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { venues } from '#drizzle/schema/index.ts'

/** The time zones of venues by their ids, in one query. */
export async function venueZones(db: Queryable, venueIds: readonly string[]): Promise<Map<string, string>> {
  if (venueIds.length === 0) return new Map()
  const rows = await db.select({ id: venues.id, timeZone: venues.timeZone }).from(venues).where(inArray(venues.id, [...new Set(venueIds)]))
  return new Map(rows.map(row => [row.id, row.timeZone]))
}
