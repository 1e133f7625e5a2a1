import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { claims, orders, standingClaims } from '#drizzle/schema/index.ts'
import { type HoldStore, letGo, overdueOf, placesClaimedBy, releaseClaims, tellStore } from '#server/domain/inventory/index.ts'
import { moveOrders, noteSeatsChanged } from './move-order.ts'

/**
 * Expires orders whose time to pay is over and that stand in somebody's way, and frees what was kept for the waiting list too long.
 * This is where expiry is decided: when someone asks for the seat, by the clock of Postgres. The sweeper below only tidies up what
 * nobody asks for.
 * @returns how many stood in the way
 */
export async function expireBlocking(tx: Transaction, sessionId: string, seats: number[], areaKeys: string[]): Promise<number> {
  const bySeat = seats.length === 0
    ? []
    : tx.selectDistinct({ id: claims.orderId }).from(claims).innerJoin(orders, eq(orders.id, claims.orderId))
        .where(and(eq(claims.sessionId, sessionId), inArray(claims.seatIndex, seats), eq(claims.state, 'pending'), lte(orders.expiresAt, sql`now()`)))
  const byArea = areaKeys.length === 0
    ? []
    : tx.selectDistinct({ id: standingClaims.orderId }).from(standingClaims).innerJoin(orders, eq(orders.id, standingClaims.orderId))
        .where(and(eq(standingClaims.sessionId, sessionId), inArray(standingClaims.areaKey, areaKeys), eq(standingClaims.state, 'pending'), lte(orders.expiresAt, sql`now()`)))
  const [ofSeats, ofAreas, kept] = await Promise.all([bySeat, byArea, overdueOf(tx, sessionId, seats, areaKeys)])
  const ids = [...new Set([...ofSeats, ...ofAreas].map(o => o.id))]
  await expire(tx, ids)
  await letGo(tx, sessionId, kept.seats, kept.orderLineIds)
  return ids.length + kept.seats.length + kept.orderLineIds.length
}

/** Expires all overdue orders of a session, whatever they take. @returns how many */
export async function expireOverdue(tx: Transaction, sessionId: string): Promise<number> {
  const overdue = await tx.select({ id: orders.id }).from(orders).where(and(eq(orders.sessionId, sessionId), eq(orders.state, 'pending'), lte(orders.expiresAt, sql`now()`)))
  await expire(tx, overdue.map(o => o.id))
  return overdue.length
}

/** Expires up to `limit` overdue orders and tells the hold store. @returns how many */
export async function sweepOverdue(deps: { db: Database, holds: HoldStore }, limit = 200): Promise<number> {
  const changed = await inTransaction(deps.db, async (tx) => {
    const overdue = await tx.select({ id: orders.id }).from(orders)
      .where(and(eq(orders.state, 'pending'), lte(orders.expiresAt, sql`now()`)))
      .orderBy(orders.expiresAt).limit(limit).for('update', { skipLocked: true })
    return { count: overdue.length, places: await expire(tx, overdue.map(o => o.id)) }
  })
  // The outbox carries the same news; telling at once only makes it faster.
  await Promise.allSettled(changed.places.map(c => tellStore(deps, c.sessionId, c.seats)))
  return changed.count
}

async function expire(tx: Transaction, ids: string[]): Promise<{ sessionId: string, seats: number[] }[]> {
  if (ids.length === 0) return []
  // The lock comes before the move, in one order for all, so that a payment under way is waited for and wins.
  await tx.select({ id: orders.id }).from(orders).where(inArray(orders.id, ids)).orderBy(orders.id).for('update')
  const expired = await moveOrders(tx, ids, 'pending', 'expired', 'expiry')
  const places = await placesClaimedBy(tx, expired)
  await releaseClaims(tx, expired)
  await noteSeatsChanged(tx, places)
  return places
}
