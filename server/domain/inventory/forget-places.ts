import { inArray } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { accessCodes, allotments, seatAllotments, standingAllotments, standingClaims, standingStock } from '#drizzle/schema/index.ts'

/** Forgets what was kept and counted of sessions in which nothing is sold: they go, or move to another hall. */
export async function forgetPlaces(tx: Transaction, sessionIds: string[]): Promise<void> {
  if (sessionIds.length === 0) return
  await tx.delete(accessCodes).where(inArray(accessCodes.sessionId, sessionIds))
  await tx.delete(seatAllotments).where(inArray(seatAllotments.sessionId, sessionIds))
  await tx.delete(standingAllotments).where(inArray(standingAllotments.sessionId, sessionIds))
  await tx.delete(allotments).where(inArray(allotments.sessionId, sessionIds))
  // Orders that came to nothing point at their areas.
  await tx.delete(standingClaims).where(inArray(standingClaims.sessionId, sessionIds))
  await tx.delete(standingStock).where(inArray(standingStock.sessionId, sessionIds))
}
