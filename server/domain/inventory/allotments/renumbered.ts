import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { seatAllotments } from '#drizzle/schema/index.ts'

/** Gives the seats of an allotment new numbers, so that the hold store takes what changed of it for news. @returns the seats */
export async function renumbered(tx: Transaction, sessionId: string, allotmentId: string): Promise<number[]> {
  const rows = await tx.update(seatAllotments).set({ allotmentId })
    .where(and(eq(seatAllotments.sessionId, sessionId), eq(seatAllotments.allotmentId, allotmentId))).returning({ seatIndex: seatAllotments.seatIndex })
  return rows.map(row => row.seatIndex)
}
