import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, tickets } from '#drizzle/schema/index.ts'
import { placesClaimedBy, releaseClaims } from '#server/domain/inventory/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { moveOrders, noteSeatsChanged } from './move-order.ts'

/**
 * Ends a paid order: its tickets die and its places are given up. Throws `not-refundable` where a ticket was used, or handed on: that one
 * is somebody else's, and ends with the order only where the house or the organiser ends it (`evenHandedOn`).
 * @returns the places, for the news
 */
export async function endPaidOrder(tx: Transaction, order: OrderRow, actor: string, { evenHandedOn = false } = {}): Promise<{ sessionId: string, seats: number[] }[]> {
  await endTickets(tx, order, actor, evenHandedOn)
  const moved = await moveOrders(tx, [order.id], 'paid', 'refunded', actor)
  const places = await placesClaimedBy(tx, moved)
  await releaseClaims(tx, moved)
  await noteSeatsChanged(tx, places)
  return places
}

/** All of them or none: a ticket that opened a gate was used, and is not given back (W-03). */
async function endTickets(tx: Transaction, order: OrderRow, actor: string, evenHandedOn: boolean): Promise<void> {
  const all = await tx.select({ id: tickets.id, state: tickets.state }).from(tickets).where(eq(tickets.orderId, order.id)).orderBy(tickets.id).for('update')
  const other = all.find(ticket => ticket.state !== 'valid' && !(evenHandedOn && ticket.state === 'transferred'))
  if (other) throw new DomainError('not-refundable', { state: other.state })
  await moveTickets(tx, all.map(ticket => ticket.id), 'valid', 'refunded', actor)
}

/**
 * The money of an order went back at the provider's own desk, without us: the order ends as if it had been given back. Where a ticket was
 * used, the others are blocked instead, and the order stays as it is for an admin to look at.
 */
export async function endRefundedAtProvider(tx: Transaction, order: OrderRow): Promise<void> {
  if (order.state !== 'paid') return
  try {
    await tx.transaction(own => endPaidOrder(own, order, 'provider'))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await tx.update(tickets).set({ blockedReason: 'refunded-at-provider' }).where(and(eq(tickets.orderId, order.id), eq(tickets.state, 'valid')))
  }
}
