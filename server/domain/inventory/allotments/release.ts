import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { allotments, seatAllotments, standingAllotments, standingStock } from '#drizzle/schema/index.ts'
import { recently } from '#shared/memo/recently.ts'
import type { HoldStore } from '../hold-store.ts'
import { lockPlaces } from '../places-lock.ts'
import { isDue } from './live.ts'
import { notePlacesKept } from './note-places-kept.ts'
import { tellReleased } from './tell-released.ts'

/** What a release set free: the seats, and the areas that the hold store counted apart. */
export interface Released { seats: number[], standing: { areaKey: string, allotmentId: string }[] }

/**
 * Makes the places of allotments everybody's. What was sold out of them stays sold. Take the lock of the session's places first.
 * An allotment that was released before is left as it is.
 */
export async function releaseAllotments(tx: Transaction, sessionId: string, ids: string[]): Promise<Released> {
  if (ids.length === 0) return { seats: [], standing: [] }
  const moved = await tx.update(allotments).set({ releasedAt: sql`now()` })
    .where(and(eq(allotments.sessionId, sessionId), inArray(allotments.id, ids), sql`${allotments.releasedAt} is null`)).returning({ id: allotments.id })
  if (moved.length === 0) return { seats: [], standing: [] }
  const movedIds = moved.map(one => one.id)
  const seats = await tx.update(seatAllotments).set({ allotmentId: null }).where(inArray(seatAllotments.allotmentId, movedIds)).returning({ seatIndex: seatAllotments.seatIndex })
  // Orders that come to nothing give back into these rows: they wait for us here, and find the rows gone.
  const standing = await tx.select().from(standingAllotments).where(inArray(standingAllotments.allotmentId, movedIds))
    .orderBy(asc(standingAllotments.allotmentId), asc(standingAllotments.areaKey)).for('update')
  await tx.delete(standingAllotments).where(inArray(standingAllotments.allotmentId, movedIds))
  for (const place of standing.toSorted((a, b) => a.areaKey < b.areaKey ? -1 : 1)) {
    await tx.update(standingStock).set({ kept: sql`${standingStock.kept} - ${place.quantity - place.used}` })
      .where(and(eq(standingStock.sessionId, sessionId), eq(standingStock.areaKey, place.areaKey)))
  }
  const released = { seats: seats.map(seat => seat.seatIndex), standing: standing.map(({ areaKey, allotmentId }) => ({ areaKey, allotmentId })) }
  await notePlacesKept(tx, sessionId, released)
  return released
}

/** Releases the allotments of a session whose time is over, with nobody sweeping, and tells the hold store. @returns how many */
export async function releaseDue(deps: { db: Database, holds: HoldStore }, sessionId: string): Promise<number> {
  const due = await deps.db.select({ id: allotments.id }).from(allotments).where(and(eq(allotments.sessionId, sessionId), isDue))
  if (due.length === 0) return 0
  const released = await inTransaction(deps.db, async (tx) => {
    await lockPlaces(tx, sessionId)
    return await releaseAllotments(tx, sessionId, due.map(one => one.id))
  })
  // The outbox carries the same news; telling at once only makes it faster.
  await tellReleased(deps, sessionId, released).catch(() => {})
  return due.length
}

/** However many look at a session, one of them a second tidies up. */
const FRESH_MS = 1_000
const remember = recently<number>(FRESH_MS)

/** `releaseDue`, at most once a second. */
export function releaseDueOnce(deps: { db: Database, holds: HoldStore }, sessionId: string): Promise<number> {
  return remember(deps.holds, sessionId, () => releaseDue(deps, sessionId))
}

/** Releases everything that is due, in every session. @returns how many */
export async function sweepDueAllotments(deps: { db: Database, holds: HoldStore }, limit = 200): Promise<number> {
  const due = await deps.db.selectDistinct({ sessionId: allotments.sessionId }).from(allotments).where(isDue).limit(limit)
  let released = 0
  for (const { sessionId } of due) released += await releaseDue(deps, sessionId)
  return released
}
