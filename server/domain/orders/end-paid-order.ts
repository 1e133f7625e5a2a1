import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, type TicketRow, orders, tickets } from '#drizzle/schema/index.ts'
import { endResales, releaseClaims, releaseSome } from '#server/domain/inventory/index.ts'
import { moveTickets, noteBlocked } from '#server/domain/tickets/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { moveOrders, noteSeatsChanged } from './move-order.ts'

type Places = { sessionId: string, seats: number[] }[]

/** `changed`: another ticket takes their place. */
interface Ending { actor: string, evenHandedOn: boolean, evenUsed?: boolean, as?: 'refunded' | 'changed' }

/**
 * Ends a paid order: its tickets die and its places are given up. Throws `not-refundable` where a ticket was used, or handed on: that one
 * is somebody else's, and ends with the order only where the house or the organiser ends it (`evenHandedOn`); a used one only where the
 * show does not take place (`evenUsed`).
 * @returns the places, for the news
 */
export async function endPaidOrder(tx: Transaction, order: OrderRow, actor: string, { evenHandedOn = false, evenUsed = false } = {}): Promise<Places> {
  const all = await lockTickets(tx, order)
  // What was given back before is over, and what was handed on has a successor; of the rest all or none (W-03).
  return await endTickets(tx, order, all.filter(isLasting), all, { actor, evenHandedOn, evenUsed })
}

/**
 * Ends some tickets of a paid order, and the order with the last of them. All or none: throws `not-found` for a ticket that is not of
 * the order, `not-refundable` where one was used, handed on or given back before. @returns the places, for the news
 */
export async function endSomeTickets(tx: Transaction, order: OrderRow, ticketIds: readonly string[], how: Ending): Promise<Places> {
  const all = await lockTickets(tx, order)
  const chosen = all.filter(ticket => ticketIds.includes(ticket.id))
  if (chosen.length !== new Set(ticketIds).size) throw new DomainError('not-found')
  return await endTickets(tx, order, chosen, all, how)
}

/** The tickets of an order, locked in one order for all: a gate that scans one meanwhile waits, or is waited for. */
async function lockTickets(tx: Transaction, order: Pick<OrderRow, 'id'>): Promise<TicketRow[]> {
  return await tx.select().from(tickets).where(eq(tickets.orderId, order.id)).orderBy(tickets.id).for('update')
}

const isLasting = (ticket: TicketRow) => ticket.state === 'valid' || ticket.state === 'used'

/** Tickets of an order that are somebody else's now: they stand where one stands that was handed on. */
export function handedOn(all: readonly TicketRow[]): Set<string> {
  const places = new Set(all.filter(ticket => ticket.state === 'transferred').map(ticket => `${ticket.orderLineId} ${ticket.position}`))
  return new Set(all.filter(ticket => isLasting(ticket) && places.has(`${ticket.orderLineId} ${ticket.position}`)).map(ticket => ticket.id))
}

async function endTickets(tx: Transaction, order: OrderRow, chosen: TicketRow[], all: TicketRow[], { actor, evenHandedOn, evenUsed = false, as = 'refunded' }: Ending): Promise<Places> {
  const others = evenHandedOn ? new Set<string>() : handedOn(all)
  const refused = chosen.find(ticket => !(ticket.state === 'valid' || (evenUsed && ticket.state === 'used')) || others.has(ticket.id))
  if (refused || chosen.length === 0) throw new DomainError('not-refundable', { state: refused ? (refused.state === 'valid' ? 'transferred' : refused.state) : order.state })
  // Whose place somebody is paying for gives none up: it is the buyer's already. Only the house or the organiser may end it then.
  const { parted } = await endResales(tx, chosen.map(ticket => ticket.id), 'withdrawn', actor, evenHandedOn ? 'part' : 'refuse')
  for (const [state, of] of Map.groupBy(chosen, ticket => ticket.state)) {
    if ((await moveTickets(tx, of.map(ticket => ticket.id), state, as, actor)).length !== of.length) throw new DomainError('not-refundable', { state: 'blocked' })
  }
  const lasts = all.some(ticket => !chosen.includes(ticket) && isLasting(ticket))
  await moveOrders(tx, [order.id], order.state, lasts ? 'partially_refunded' : 'refunded', actor)
  if (lasts) await releaseSome(tx, order.id, [...Map.groupBy(chosen.filter(ticket => !parted.has(ticket.id)), ticket => ticket.orderLineId)].map(([orderLineId, of]) => ({ orderLineId, quantity: of.length })))
  else await releaseClaims(tx, [order.id])
  const places = [{ sessionId: order.sessionId, seats: chosen.flatMap(ticket => ticket.seatIndex ?? []) }]
  await noteSeatsChanged(tx, places)
  return places
}

/** Writes down what was kept of tickets that were given back. */
export async function keepFee(tx: Transaction, orderId: string, feeMinor: number): Promise<void> {
  if (feeMinor > 0) await tx.update(orders).set({ keptFeeMinor: sql`${orders.keptFeeMinor} + ${feeMinor}` }).where(eq(orders.id, orderId))
}

/**
 * The money of an order went back at the provider's own desk, without us: the order ends as if it had been given back. Where a ticket was
 * used, the others are blocked instead, and the order stays as it is for an admin to look at.
 */
export async function endRefundedAtProvider(tx: Transaction, order: OrderRow): Promise<void> {
  if (order.state !== 'paid' && order.state !== 'partially_refunded') return
  try {
    await tx.transaction(own => endPaidOrder(own, order, 'provider', { evenHandedOn: true }))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await noteBlocked(tx, await tx.update(tickets).set({ blockedReason: 'refunded-at-provider' }).where(and(eq(tickets.orderId, order.id), inArray(tickets.state, ['valid']))).returning({ id: tickets.id }))
  }
}
