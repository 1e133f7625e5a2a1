import { and, eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type OrderRow, auditLog, orders, refundRequests } from '#drizzle/schema/index.ts'
import { type HoldStore, tellStore } from '#server/domain/inventory/index.ts'
import { type OrderReader, actorOf, endSomeTickets, keepFee, ownOrder, useRefundRight } from '#server/domain/orders/index.ts'
import { sendBack } from '#server/domain/payments/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type RefundQuote, type TicketQuote, quoteRefund } from './quote.ts'

export interface RefundDeps { db: Database, holds: HoldStore }

export interface RefundWish {
  /** Left out: all that can be given back. */
  ticketIds?: readonly string[]
  reason?: string
}

/**
 * Gives tickets back because their buyer wishes so: at once where he has a right or the terms of the sale say so, else the publisher is
 * asked and nothing changes yet. Tickets die, places are free again, and the money goes back where it came from, all in one
 * transaction. Asking for a whole order again changes nothing (W-01). Throws `not-refundable`, `refund-asked-already`, `not-found`.
 */
export async function giveBack(deps: RefundDeps, reader: OrderReader, orderId: string, wish: RefundWish = {}): Promise<'done' | 'asked'> {
  const known = await ownOrder(deps.db, reader, orderId)
  const { places, result } = await inTransaction(deps.db, async (tx) => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, known.id)).for('update')
    if (order!.state === 'refunded' && !wish.ticketIds) return { places: [], result: 'done' as const }
    const quote = await quoteRefund(tx, order!)
    const chosen = choose(order!, quote, wish.ticketIds)
    if (quote.way === 'asked') return await ask(tx, order!, chosen, wish.reason ?? '')
    // Who gives back by himself while he waits for an answer needs none.
    await tx.update(refundRequests).set({ state: 'withdrawn', decidedAt: sql`now()` }).where(and(eq(refundRequests.orderId, order!.id), eq(refundRequests.state, 'asked')))
    if (quote.way === 'right') {
      if (chosen.length === quote.tickets.length) await useRefundRight(tx, order!.id)
    } else {
      await recordRequest(tx, order!, chosen, { state: 'approved', decidedBy: 'terms', reason: wish.reason ?? '' })
    }
    return { places: await endAndPay(tx, order!, chosen, quote.reason ?? 'buyer-wish', actorOf(order!)), result: 'done' as const }
  })
  await Promise.allSettled(places.map(c => tellStore(deps, c.sessionId, c.seats)))
  return result
}

/** The tickets that are meant. Throws `not-refundable` where one of them, or all, cannot be given back now. */
function choose(order: OrderRow, quote: RefundQuote, ticketIds: readonly string[] | undefined): TicketQuote[] {
  const chosen = ticketIds ? quote.tickets.filter(({ ticket }) => ticketIds.includes(ticket.id)) : quote.tickets
  if (quote.way === 'none' || chosen.length === 0 || (ticketIds && chosen.length !== new Set(ticketIds).size)) throw new DomainError('not-refundable', { state: order.state })
  return chosen
}

const sum = (chosen: readonly TicketQuote[], of: (ticket: TicketQuote) => number) => chosen.reduce((total, ticket) => total + of(ticket), 0)
const feeOfAll = (chosen: readonly TicketQuote[]) => sum(chosen, ticket => ticket.feeMinor)
const backOfAll = (chosen: readonly TicketQuote[]) => sum(chosen, ticket => ticket.paidMinor - ticket.feeMinor)

/** Ends the tickets and sends their money back, in the transaction of the caller, who has locked the order. @returns the places, for the news */
export async function endAndPay(tx: Transaction, order: OrderRow, chosen: readonly TicketQuote[], reason: string, actor: string): Promise<{ sessionId: string, seats: number[] }[]> {
  const places = await endSomeTickets(tx, order, chosen.map(({ ticket }) => ticket.id), { actor, evenHandedOn: reason === 'session-cancelled' })
  await keepFee(tx, order.id, feeOfAll(chosen))
  const backMinor = backOfAll(chosen)
  if (backMinor > 0) await sendBack(tx, order, reason, backMinor)
  return places
}

async function ask(tx: Transaction, order: OrderRow, chosen: TicketQuote[], reason: string): Promise<{ places: [], result: 'asked' }> {
  const [open] = await tx.select({ id: refundRequests.id }).from(refundRequests).where(and(eq(refundRequests.orderId, order.id), eq(refundRequests.state, 'asked')))
  if (open) throw new DomainError('refund-asked-already')
  await recordRequest(tx, order, chosen, { state: 'asked', decidedBy: null, reason })
  return { places: [], result: 'asked' }
}

async function recordRequest(tx: Transaction, order: OrderRow, chosen: TicketQuote[], about: { state: 'asked' | 'approved', decidedBy: string | null, reason: string }): Promise<void> {
  const request = { id: newId(), orderId: order.id, ticketIds: chosen.map(({ ticket }) => ticket.id), backMinor: backOfAll(chosen), feeMinor: feeOfAll(chosen), ...about }
  await tx.insert(refundRequests).values({ ...request, decidedAt: about.state === 'approved' ? sql`now()` : null })
  await tx.insert(auditLog).values({ actor: actorOf(order), action: `refund-request.${about.state}`, subjectType: 'refund-request', subjectId: request.id, toState: about.state, details: { orderId: order.id, backMinor: request.backMinor, feeMinor: request.feeMinor } })
}
