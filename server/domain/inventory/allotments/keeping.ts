import { and, eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { allotments, seatAllotments } from '#drizzle/schema/index.ts'
import type { HoldStore, SeatTruth } from '../hold-store.ts'
import { truthOfAreas } from '../truth-of-areas.ts'
import { isLive } from './live.ts'

/** Which live allotment keeps each of some seats; those that none keeps are missing. */
export async function keepersOf(db: Queryable, sessionId: string, seats: number[]): Promise<Map<number, string>> {
  if (seats.length === 0) return new Map()
  const rows = await db.select({ seatIndex: seatAllotments.seatIndex, allotmentId: allotments.id })
    .from(seatAllotments).innerJoin(allotments, eq(allotments.id, seatAllotments.allotmentId))
    .where(and(eq(seatAllotments.sessionId, sessionId), inArray(seatAllotments.seatIndex, seats), isLive))
  return new Map(rows.map(row => [row.seatIndex, row.allotmentId]))
}

/** All seats of a session that live allotments keep, whether somebody owns them or not. */
export async function keptSeats(db: Queryable, sessionId: string): Promise<Set<number>> {
  const rows = await db.select({ seatIndex: seatAllotments.seatIndex })
    .from(seatAllotments).innerJoin(allotments, eq(allotments.id, seatAllotments.allotmentId)).where(and(eq(seatAllotments.sessionId, sessionId), isLive))
  return new Set(rows.map(row => row.seatIndex))
}

/** Whether seats are kept, as the hold store is told it: of some seats, or of all that ever were. */
export async function keepingTruth(db: Queryable, sessionId: string, seats?: number[]): Promise<SeatTruth[]> {
  if (seats?.length === 0) return []
  const rows = await db.select({ seatIndex: seatAllotments.seatIndex, seq: seatAllotments.seq, allotmentId: seatAllotments.allotmentId, isLive, releasesAt: allotments.releasesAt })
    .from(seatAllotments).leftJoin(allotments, eq(allotments.id, seatAllotments.allotmentId))
    .where(and(eq(seatAllotments.sessionId, sessionId), seats ? inArray(seatAllotments.seatIndex, seats) : undefined))
  return rows.map(({ seatIndex, seq, allotmentId, isLive, releasesAt }) => allotmentId !== null && isLive
    ? { seatIndex, seq, state: 'kept', ...(releasesAt && { untilMs: releasesAt.getTime() }) }
    : { seatIndex, seq, state: 'open' })
}

/** Tells the hold store what is kept now of some seats and of the areas. Safe to repeat and to be late. */
export async function tellKeeping(deps: { db: Queryable, holds: HoldStore }, sessionId: string, seats: number[]): Promise<void> {
  const [keeping, areas] = await Promise.all([keepingTruth(deps.db, sessionId, seats), truthOfAreas(deps.db, sessionId)])
  await deps.holds.tell(sessionId, { seats: keeping, areas })
}
