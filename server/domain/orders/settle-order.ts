import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, claims, events, orders, sessions } from '#drizzle/schema/index.ts'
import { sellClaims } from '#server/domain/inventory/index.ts'
import { issueTickets } from '#server/domain/tickets/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { moveOrders, noteSeatsChanged } from './move-order.ts'

/**
 * The order, locked, if it can be paid at this moment by the clock of Postgres. Throws order-expired, session-cancelled (nobody
 * pays for what will not take place), or order-not-payable with its state.
 */
export async function lockPayable(tx: Transaction, orderId: string): Promise<OrderRow> {
  const [found] = await tx.select({
    order: orders, isOver: sql<boolean>`${orders.expiresAt} <= clock_timestamp()`,
    isCancelled: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'`
  }).from(orders).innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
    .where(eq(orders.id, orderId)).for('update', { of: orders })
  if (!found) throw new DomainError('not-found')
  const { order, isOver, isCancelled } = found
  if (order.state === 'expired' || (order.state === 'pending' && isOver)) throw new DomainError('order-expired')
  if (order.state === 'pending' && isCancelled) throw new DomainError('session-cancelled')
  if (order.state !== 'pending') throw new DomainError('order-not-payable', { state: order.state })
  return order
}

/** A paid order: its seats are sold, its tickets issued, its news written, in the transaction that captured the money. */
export async function settleOrder(tx: Transaction, order: OrderRow, actor: string): Promise<void> {
  const moved = await moveOrders(tx, [order.id], 'pending', 'paid', actor)
  if (moved.length !== 1) throw new DomainError('order-not-payable', { state: order.state })
  const [, , seats] = await Promise.all([
    sellClaims(tx, order.id),
    issueTickets(tx, order),
    tx.select({ seatIndex: claims.seatIndex }).from(claims).where(eq(claims.orderId, order.id))
  ])
  await noteSeatsChanged(tx, [{ sessionId: order.sessionId, seats: seats.map(s => s.seatIndex) }])
}
