import { eq, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Queryable } from '#drizzle/database.ts'
import { standingAllotments, standingStock } from '#drizzle/schema/index.ts'
import { allottedArea } from './allotments/allotted-area.ts'
import type { AreaTruth } from './hold-store.ts'

const FOR_EVERYBODY = sql<string | null>`null::uuid`

/** The standing areas of a session as the hold store counts them: what is for everybody, and each allotment's own places. One query: every order asks. */
export async function truthOfAreas(db: Queryable, sessionId: string): Promise<AreaTruth[]> {
  const rows = await unionAll(
    db.select({ areaKey: standingStock.areaKey, allotmentId: FOR_EVERYBODY, capacity: sql<number>`${standingStock.capacity} - ${standingStock.kept}`, taken: sql<number>`${standingStock.taken} - ${standingStock.offered}`, seq: standingStock.seq })
      .from(standingStock).where(eq(standingStock.sessionId, sessionId)),
    db.select({ areaKey: standingAllotments.areaKey, allotmentId: sql<string | null>`${standingAllotments.allotmentId}`, capacity: sql<number>`${standingAllotments.quantity}`, taken: sql<number>`${standingAllotments.used}`, seq: standingAllotments.seq })
      .from(standingAllotments).where(eq(standingAllotments.sessionId, sessionId))
  )
  return rows.map(({ allotmentId, areaKey, ...count }) => ({ areaKey: allotmentId === null ? areaKey : allottedArea(areaKey, allotmentId), ...count }))
}
