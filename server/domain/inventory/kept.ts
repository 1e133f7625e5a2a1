import { type SQL, and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { claims, resales, standingClaims, standingStock } from '#drizzle/schema/index.ts'
import { giveBackStanding, perArea } from './standing-counter.ts'

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
/** Of standing places, by the line that they were of; of one that somebody offers, by its resale. */
export interface KeptPlaces { orderLineId: string, areaKey: string, quantity: number, keptFor: string | null, isOver: boolean }

/** What is kept in a session. */
export async function keptIn(db: Queryable, sessionId: string): Promise<{ seats: KeptSeat[], places: KeptPlaces[] }> {
  const [seats, places, offered] = await Promise.all([
    db.select({ seatIndex: claims.seatIndex, keptFor: claims.keptFor, isOver: sql<boolean>`${claims.keptUntil} <= now()` })
      .from(claims).where(and(eq(claims.sessionId, sessionId), eq(claims.state, 'kept'))).orderBy(claims.seatIndex),
    db.select({ orderLineId: standingClaims.orderLineId, areaKey: standingClaims.areaKey, quantity: standingClaims.quantity, keptFor: standingClaims.keptFor, isOver: sql<boolean>`${standingClaims.keptUntil} <= now()` })
      .from(standingClaims).where(and(eq(standingClaims.sessionId, sessionId), eq(standingClaims.state, 'kept'))).orderBy(standingClaims.orderLineId),
    db.select({ id: resales.id, seatIndex: resales.seatIndex, areaKey: resales.areaKey, keptFor: resales.keptFor, isOver: sql<boolean>`${resales.keptUntil} <= now()` })
      .from(resales).where(and(eq(resales.sessionId, sessionId), isNotNull(resales.keptUntil))).orderBy(resales.id)
  ])
  // What somebody offers is kept by its resale: its claim is his until it is sold.
  for (const { id, seatIndex, areaKey, keptFor, isOver } of offered) {
    if (seatIndex === null) places.push({ orderLineId: id, areaKey: areaKey!, quantity: 1, keptFor, isOver })
    else seats.push({ seatIndex, keptFor, isOver })
  }
  return { seats, places }
}

/** Frees kept seats, and kept places by the lines that they were of. From here whoever claims them first has them. */
export async function letGo(tx: Transaction, sessionId: string, seats: number[], orderLineIds: string[]): Promise<void> {
  await letGoOffered(tx, sessionId, seats, orderLineIds)
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

/** What somebody offers is for everybody now, and is his until it is sold. The claims are touched, so that the news has a number. */
async function letGoOffered(tx: Transaction, sessionId: string, seats: number[], ids: string[]): Promise<void> {
  if (seats.length + ids.length === 0) return
  const which = or(seats.length > 0 ? inArray(resales.seatIndex, seats) : undefined, ids.length > 0 ? inArray(resales.id, ids) : undefined)
  const opened = await tx.update(resales).set({ keptUntil: null, keptFor: null }).where(and(eq(resales.sessionId, sessionId), isNotNull(resales.keptUntil), which)).returning()
  if (opened.length === 0) return
  await tx.update(claims).set({ resaleId: claims.resaleId }).where(inArray(claims.resaleId, opened.map(resale => resale.id)))
  for (const [areaKey, offered] of perArea(opened.flatMap(resale => resale.areaKey === null ? [] : [{ areaKey: resale.areaKey, quantity: 1 }]))) {
    await tx.update(standingStock).set({ offered: sql`${standingStock.offered} + ${offered}` }).where(and(eq(standingStock.sessionId, sessionId), eq(standingStock.areaKey, areaKey)))
  }
}

/** Frees a part of kept standing places: so many of each line; the rest of it stays kept. */
export async function letGoSome(tx: Transaction, sessionId: string, parts: { orderLineId: string, quantity: number }[]): Promise<void> {
  for (const part of parts) {
    const [line] = await tx.select({ areaKey: standingClaims.areaKey, quantity: standingClaims.quantity }).from(standingClaims)
      .where(and(eq(standingClaims.orderLineId, part.orderLineId), eq(standingClaims.state, 'kept'))).for('update')
    // No such line: it is a resale, which is one place.
    if (!line || line.quantity === part.quantity) await letGo(tx, sessionId, [], [part.orderLineId])
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
  const offered = or(seats.length > 0 ? inArray(resales.seatIndex, seats) : undefined, orderLineIds.length > 0 ? inArray(resales.id, orderLineIds) : undefined)
  if (offered) {
    const kept = await tx.update(resales).set(saved).where(and(eq(resales.sessionId, sessionId), isNotNull(resales.keptUntil), offered)).returning({ id: resales.id })
    if (kept.length > 0) await tx.update(claims).set({ resaleId: claims.resaleId }).where(inArray(claims.resaleId, kept.map(resale => resale.id)))
  }
  if (seats.length > 0) await tx.update(claims).set(saved).where(and(eq(claims.sessionId, sessionId), eq(claims.state, 'kept'), inArray(claims.seatIndex, seats)))
  if (orderLineIds.length > 0) {
    await tx.update(standingClaims).set(saved).where(and(eq(standingClaims.sessionId, sessionId), eq(standingClaims.state, 'kept'), inArray(standingClaims.orderLineId, orderLineIds)))
  }
}
