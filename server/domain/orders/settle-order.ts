import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, claims, events, orders, sessions } from '#drizzle/schema/index.ts'
import { nameTickets, requireAttendees } from '#server/domain/attendees/index.ts'
import { sellClaims } from '#server/domain/inventory/index.ts'
import { issueTickets } from '#server/domain/tickets/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { lockCard, passesCardLimit } from './card-limit.ts'
import { changeStands, settleChange } from './change/settle-change.ts'
import { handOverOffered } from './hand-over-offered.ts'
import { moveOrders, noteSeatsChanged } from './move-order.ts'
import { retakePlaces } from './retake-places.ts'

/** Until when an unpaid order can be paid. */
export const payableUntil = sql<Date>`coalesce(${orders.payableUntil}, ${orders.expiresAt})`

/**
 * The order, locked, if it can be paid at this moment by the clock of Postgres. Throws order-expired, session-cancelled (nobody
 * pays for what will not take place), change-over where it takes the place of a ticket that ended otherwise, attendees-missing where who
 * comes must be named first, or order-not-payable with its state.
 */
export async function lockPayable(tx: Transaction, orderId: string): Promise<OrderRow> {
  const [found] = await tx.select({
    order: orders, isOver: sql<boolean>`${payableUntil} <= clock_timestamp()`,
    isCancelled: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'`
  }).from(orders).innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
    .where(eq(orders.id, orderId)).for('update', { of: orders })
  if (!found) throw new DomainError('not-found')
  const { order, isOver, isCancelled } = found
  if (order.state === 'expired' || (order.state === 'pending' && isOver)) throw new DomainError('order-expired')
  if (order.state === 'pending' && isCancelled) throw new DomainError('session-cancelled')
  if (order.state !== 'pending') throw new DomainError('order-not-payable', { state: order.state })
  if (order.changesTicketId && !await changeStands(tx, order)) throw new DomainError('change-over')
  await requireAttendees(tx, order)
  return order
}

/** Why money that came for an order buys nothing. */
export type NotSettled = 'order-cancelled' | 'order-paid-already' | 'order-refunded' | 'session-cancelled' | 'places-gone' | 'change-over' | 'card-limit'

/**
 * Settles an order for which a provider took money, whenever that is: one that waits, overdue or not, as long as its places are its
 * own; one that expired, if it can have all of them again (tried in a savepoint). A place that somebody offered and used meanwhile is gone.
 * `instrumentHash`: the card that paid, where it is known; it buys no more of a session than one person may.
 * @returns null when the order is paid now; else why not, and then nothing was changed
 */
export async function settleLate(tx: Transaction, orderId: string, actor: string, instrumentHash: string | null): Promise<NotSettled | null> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  if (!order) throw new DomainError('not-found')
  if (order.state === 'cancelled') return 'order-cancelled'
  if (order.state === 'refunded') return 'order-refunded'
  if (order.state === 'paid' || order.state === 'partially_refunded') return 'order-paid-already'
  if (await isCalledOff(tx, order.sessionId)) return 'session-cancelled'
  if (instrumentHash) {
    await lockCard(tx, order.sessionId, instrumentHash)
    if (await passesCardLimit(tx, order, instrumentHash)) return 'card-limit'
  }
  try {
    await tx.transaction(async (own) => {
      if (order.state === 'expired') await retakePlaces(own, order)
      await settleOrder(own, order, actor)
    })
    return null
  } catch (error) {
    if (error instanceof DomainError) return error.code === 'change-over' ? 'change-over' : 'places-gone'
    throw error
  }
}

async function isCalledOff(tx: Transaction, sessionId: string): Promise<boolean> {
  const [found] = await tx.select({ is: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'` }).from(sessions)
    .innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, sessionId))
  return found?.is ?? true
}

/**
 * A paid order: its seats are sold, its tickets issued, its news written, in the transaction that captured the money. Where it takes the
 * place of a ticket, that one ends; who offered a place of it has what `handOverOffered` says. Throws order-not-payable, change-over,
 * resale-gone.
 */
export async function settleOrder(tx: Transaction, order: OrderRow, actor: string): Promise<void> {
  if (order.state !== 'pending' && order.state !== 'expired') throw new DomainError('order-not-payable', { state: order.state })
  // First, since it waits for whoever else decides about the old ticket.
  if (order.changesTicketId) await settleChange(tx, order, actor)
  const moved = await moveOrders(tx, [order.id], order.state, 'paid', actor)
  if (moved.length !== 1) throw new DomainError('order-not-payable', { state: order.state })
  await handOverOffered(tx, order)
  const [, , seats] = await Promise.all([
    sellClaims(tx, order.id),
    issueTickets(tx, order),
    tx.select({ seatIndex: claims.seatIndex }).from(claims).where(eq(claims.orderId, order.id))
  ])
  await nameTickets(tx, order)
  await noteSeatsChanged(tx, [{ sessionId: order.sessionId, seats: seats.map(s => s.seatIndex) }])
}
