import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { claims, orders, standingClaims, standingStock } from '#drizzle/schema/index.ts'
import { takeOutOfAllotments } from './allotments/out-of-allotments.ts'
import { takeOfferedSeats } from './resale/take-offered.ts'
import { perArea } from './standing-counter.ts'

/** A seat or some standing places that an order line takes; out of an allotment, where a code or the publisher opened it. */
export interface Wanted {
  orderLineId: string
  seatIndex: number | null
  areaKey: string | null
  quantity: number
  allotmentId?: string | null
  accessCodeId?: string | null
}

/**
 * Claims seats for an order: the moment that decides. Rows are written in the order of the seats, so that two orders that want
 * the same seats wait for each other in the same direction and never crosswise. A seat that its owner offers to others is taken from him.
 * @returns the seats that somebody else owns; where there are any, the caller rolls back
 */
export async function claimSeats(tx: Transaction, order: { id: string, sessionId: string }, wanted: Wanted[]): Promise<number[]> {
  const seats = wanted.filter(w => w.seatIndex !== null).sort((a, b) => a.seatIndex! - b.seatIndex!)
  if (seats.length === 0) return []
  const owned = await insertClaims(tx, order, seats)
  if (owned.length === 0) return []
  const offered = new Set(await takeOfferedSeats(tx, order, owned))
  const lost = [...owned.filter(w => !offered.has(w.seatIndex!)), ...await insertClaims(tx, order, owned.filter(w => offered.has(w.seatIndex!)))]
  return lost.map(w => w.seatIndex!).sort((a, b) => a - b)
}

/** @returns those whose seats have an owner */
async function insertClaims(tx: Transaction, order: { id: string, sessionId: string }, seats: Wanted[]): Promise<Wanted[]> {
  if (seats.length === 0) return []
  const taken = await tx.insert(claims)
    .values(seats.map(w => ({ sessionId: order.sessionId, seatIndex: w.seatIndex!, orderId: order.id, orderLineId: w.orderLineId, accessCodeId: w.accessCodeId ?? null })))
    .onConflictDoNothing({ target: [claims.sessionId, claims.seatIndex], where: sql`${claims.state} <> 'released'` })
    .returning({ seatIndex: claims.seatIndex })
  const mine = new Set(taken.map(t => t.seatIndex))
  return seats.filter(w => !mine.has(w.seatIndex!))
}

/**
 * Takes standing places by one conditional decrement an area: the counter never passes the capacity, whoever else is at work.
 * Places out of an allotment come out of its own counter, and move in the area's from kept to taken. `fromOthers` are those that were
 * taken from their owners before: they are counted already. @returns the area that is too full, with what is left; null: all taken
 */
export async function claimStanding(tx: Transaction, order: { id: string, sessionId: string }, wanted: Wanted[], fromOthers: ReadonlyMap<string, number> = new Map()): Promise<{ areaKey: string, left: number, asked: number } | null> {
  const places = wanted.filter(w => w.areaKey !== null)
  if (places.length === 0) return null
  const allotted = await takeOutOfAllotments(tx, places)
  if ('areaKey' in allotted) return allotted
  await tx.insert(standingClaims).values(places.map(w => ({
    orderLineId: w.orderLineId, orderId: order.id, sessionId: order.sessionId, areaKey: w.areaKey!, quantity: w.quantity, ...allotted.ofLine.get(w.orderLineId)
  })))
  // The counter is the row that everybody wants: it comes last and in a fixed order, so it is locked for the shortest time.
  for (const [areaKey, asked] of perArea(places)) {
    const kept = allotted.perArea.get(areaKey) ?? 0
    const others = fromOthers.get(areaKey) ?? 0
    const moved = await tx.update(standingStock).set({ taken: sql`${standingStock.taken} + ${asked - others}`, kept: sql`${standingStock.kept} - ${kept}`, offered: sql`${standingStock.offered} - ${others}` })
      .where(and(eq(standingStock.sessionId, order.sessionId), eq(standingStock.areaKey, areaKey), sql`${standingStock.taken} + ${standingStock.kept} + ${asked - kept - others} <= ${standingStock.capacity}`))
      .returning({ areaKey: standingStock.areaKey })
    if (moved.length === 1) continue
    const [stock] = await tx.select({ left: sql<number>`${standingStock.capacity} - ${standingStock.taken} - ${standingStock.kept} + ${standingStock.offered}` }).from(standingStock)
      .where(and(eq(standingStock.sessionId, order.sessionId), eq(standingStock.areaKey, areaKey)))
    return { areaKey, left: stock?.left ?? 0, asked: asked - kept }
  }
  return null
}

/** What an order claims becomes its own for good. */
export async function sellClaims(tx: Transaction, orderId: string): Promise<void> {
  await Promise.all([
    tx.update(claims).set({ state: 'sold' }).where(and(eq(claims.orderId, orderId), eq(claims.state, 'pending'))),
    tx.update(standingClaims).set({ state: 'sold' }).where(and(eq(standingClaims.orderId, orderId), eq(standingClaims.state, 'pending')))
  ])
}

/** Seats and areas that some orders claim or claimed: what news must be told of. */
export async function placesClaimedBy(tx: Transaction, orderIds: string[]): Promise<{ sessionId: string, seats: number[] }[]> {
  if (orderIds.length === 0) return []
  const rows = await tx.select({ sessionId: orders.sessionId, seatIndex: claims.seatIndex })
    .from(orders).leftJoin(claims, eq(claims.orderId, orders.id)).where(inArray(orders.id, orderIds))
  return [...Map.groupBy(rows, r => r.sessionId)].map(([sessionId, places]) => ({ sessionId, seats: places.flatMap(p => p.seatIndex ?? []) }))
}
