import { type SQL, and, eq, inArray, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { claims, standingClaims } from '#drizzle/schema/index.ts'
import { giveBackStanding } from './standing-counter.ts'

/**
 * How long places that were given back are kept for the waiting list, in seconds. The list looks at them within a second; if nobody
 * does (every process died), the public sale has them after this.
 */
export const KEPT_SECONDS = 120
/** So long before the end of the sale nothing is kept or offered any more: too late to hear of it and come. In seconds. */
export const LAST_CALL_SECONDS = 900

/** Whether somebody waits for places of the session in this column, on a list that still gives. */
export function isAwaited(sessionId: AnyPgColumn): SQL<boolean> {
  return sql<boolean>`(exists (
    select 1 from waiting_entries w join sessions s on s.id = w.session_id
    where w.session_id = ${sessionId} and w.state = 'waiting' and s.status = 'scheduled' and s.sale_ends_at > now() + make_interval(secs => ${LAST_CALL_SECONDS}))
    and not exists (select 1 from waiting_lists l where l.session_id = ${sessionId} and not l.is_on))`
}

/** What becomes of a live claim that its order gives up: kept where somebody waits for it, free for everybody else. */
export function givenUp(sessionId: AnyPgColumn): { state: SQL, keptUntil: SQL } {
  const awaited = isAwaited(sessionId)
  return {
    state: sql`case when ${awaited} then 'kept'::claim_state else 'released'::claim_state end`,
    keptUntil: sql`case when ${awaited} then now() + make_interval(secs => ${KEPT_SECONDS}) end`
  }
}

/** Places that are kept. Those `keptFor` an entry of the list are saved up for it; `isOver`: anybody may take them. */
export interface KeptSeat { seatIndex: number, keptFor: string | null, isOver: boolean }
export interface KeptPlaces { orderLineId: string, areaKey: string, quantity: number, keptFor: string | null, isOver: boolean }

/** What is kept in a session. */
export async function keptIn(db: Queryable, sessionId: string): Promise<{ seats: KeptSeat[], places: KeptPlaces[] }> {
  const [seats, places] = await Promise.all([
    db.select({ seatIndex: claims.seatIndex, keptFor: claims.keptFor, isOver: sql<boolean>`${claims.keptUntil} <= now()` })
      .from(claims).where(and(eq(claims.sessionId, sessionId), eq(claims.state, 'kept'))).orderBy(claims.seatIndex),
    db.select({ orderLineId: standingClaims.orderLineId, areaKey: standingClaims.areaKey, quantity: standingClaims.quantity, keptFor: standingClaims.keptFor, isOver: sql<boolean>`${standingClaims.keptUntil} <= now()` })
      .from(standingClaims).where(and(eq(standingClaims.sessionId, sessionId), eq(standingClaims.state, 'kept'))).orderBy(standingClaims.orderLineId)
  ])
  return { seats, places }
}

/** Frees kept seats, and kept places by the lines that they were of. From here whoever claims them first has them. */
export async function letGo(tx: Transaction, sessionId: string, seats: number[], orderLineIds: string[]): Promise<void> {
  if (seats.length > 0) {
    await tx.update(claims).set({ state: 'released', releasedAt: sql`now()`, keptUntil: null, keptFor: null })
      .where(and(eq(claims.sessionId, sessionId), eq(claims.state, 'kept'), inArray(claims.seatIndex, seats)))
  }
  if (orderLineIds.length === 0) return
  const freed = await tx.update(standingClaims).set({ state: 'released', keptUntil: null, keptFor: null })
    .where(and(eq(standingClaims.sessionId, sessionId), eq(standingClaims.state, 'kept'), inArray(standingClaims.orderLineId, orderLineIds)))
    .returning({ sessionId: standingClaims.sessionId, areaKey: standingClaims.areaKey, quantity: standingClaims.quantity })
  await giveBackStanding(tx, freed)
}

/** Frees a part of kept standing places: so many of each line; the rest of it stays kept. */
export async function letGoSome(tx: Transaction, sessionId: string, parts: { orderLineId: string, quantity: number }[]): Promise<void> {
  for (const part of parts) {
    const [line] = await tx.select({ areaKey: standingClaims.areaKey, quantity: standingClaims.quantity }).from(standingClaims)
      .where(and(eq(standingClaims.orderLineId, part.orderLineId), eq(standingClaims.state, 'kept'))).for('update')
    if (line?.quantity === part.quantity) await letGo(tx, sessionId, [], [part.orderLineId])
    if (!line || line.quantity <= part.quantity) continue
    await tx.update(standingClaims).set({ quantity: line.quantity - part.quantity }).where(eq(standingClaims.orderLineId, part.orderLineId))
    await giveBackStanding(tx, [{ sessionId, areaKey: line.areaKey, quantity: part.quantity }])
  }
}

/** Of some seats and areas, what is kept though its time is over. */
export async function overdueOf(db: Queryable, sessionId: string, seats: number[], areaKeys: string[]): Promise<{ seats: number[], orderLineIds: string[] }> {
  const kept = await keptIn(db, sessionId)
  const [wantedSeats, wantedAreas] = [new Set(seats), new Set(areaKeys)]
  return {
    seats: kept.seats.filter(s => s.isOver && wantedSeats.has(s.seatIndex)).map(s => s.seatIndex),
    orderLineIds: kept.places.filter(p => p.isOver && wantedAreas.has(p.areaKey)).map(p => p.orderLineId)
  }
}

/** Saves kept places up for one entry of the list until `until`. */
export async function saveFor(tx: Transaction, sessionId: string, entryId: string, until: Date, seats: number[], orderLineIds: string[]): Promise<void> {
  const saved = { keptFor: entryId, keptUntil: until }
  if (seats.length > 0) await tx.update(claims).set(saved).where(and(eq(claims.sessionId, sessionId), eq(claims.state, 'kept'), inArray(claims.seatIndex, seats)))
  if (orderLineIds.length > 0) {
    await tx.update(standingClaims).set(saved).where(and(eq(standingClaims.sessionId, sessionId), eq(standingClaims.state, 'kept'), inArray(standingClaims.orderLineId, orderLineIds)))
  }
}
