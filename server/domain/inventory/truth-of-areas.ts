import { eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { standingAllotments, standingStock } from '#drizzle/schema/index.ts'
import { allottedArea } from './allotments/allotted-area.ts'
import type { AreaTruth } from './hold-store.ts'

/** The standing areas of a session as the hold store counts them: what is for everybody, and each allotment's own places. */
export async function truthOfAreas(db: Queryable, sessionId: string): Promise<AreaTruth[]> {
  const [open, allotted] = await Promise.all([
    db.select({ areaKey: standingStock.areaKey, capacity: sql<number>`${standingStock.capacity} - ${standingStock.kept}`, taken: sql<number>`${standingStock.taken} - ${standingStock.offered}`, seq: standingStock.seq })
      .from(standingStock).where(eq(standingStock.sessionId, sessionId)),
    db.select().from(standingAllotments).where(eq(standingAllotments.sessionId, sessionId))
  ])
  return [...open, ...allotted.map(a => ({ areaKey: allottedArea(a.areaKey, a.allotmentId), capacity: a.quantity, taken: a.used, seq: a.seq }))]
}
