import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, type TicketRow, events, orderLines, resales, sessions, tickets } from '#drizzle/schema/index.ts'
import { BEING_BOUGHT } from '#server/domain/inventory/index.ts'
import { handedOn, openRefundRight } from '#server/domain/orders/index.ts'
import { feeOf, paidForTicket, stepAt } from '#shared/refunds/terms.ts'

/** How tickets may be given back now: `right`: because something was changed; `automatic` and `asked` by the terms of the sale; `none`. */
export type RefundWay = 'right' | 'automatic' | 'asked' | 'none'

/** A ticket that is still its buyer's to give back, and what was paid for it. */
export interface ValuedTicket { ticket: TicketRow, paidMinor: number }

export interface TicketQuote extends ValuedTicket { feeMinor: number }

export interface RefundQuote {
  way: RefundWay
  /** Why, where it is a right. */
  reason: string | null
  /** Kept of each ticket; null where nothing goes back. */
  feePercent: number | null
  /** Until when this holds. */
  until: Date | null
  /** Of each ticket that could be given back. */
  tickets: TicketQuote[]
}

/** How the session of an order stands at this moment, by the clock of Postgres; `right`: what its buyer may do because something was changed. */
async function standing(db: Queryable, order: OrderRow) {
  const [[right], [clock]] = await Promise.all([
    openRefundRight(db, order.id),
    db.select({ nowMs: sql<string>`extract(epoch from clock_timestamp()) * 1000`, hasBegun: sql<boolean>`${sessions.startsAt} <= clock_timestamp()`, isCalledOff: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'` })
      .from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, order.sessionId))
  ])
  return { right, nowMs: Number(clock!.nowMs), hasBegun: clock!.hasBegun, isCalledOff: clock!.isCalledOff || right?.reason === 'session-cancelled' }
}

/** Tickets of an order that are valid and still the buyer's, whatever its terms say. None of an order that is not paid, or over. */
export async function ticketsToTakeBack(db: Queryable, order: OrderRow): Promise<ValuedTicket[]> {
  if (order.state !== 'paid' && order.state !== 'partially_refunded') return []
  return await validTickets(db, order, (await standing(db, order)).isCalledOff)
}

async function validTickets(db: Queryable, order: OrderRow, isCalledOff: boolean): Promise<ValuedTicket[]> {
  const [rows, offered] = await Promise.all([
    db.select({ ticket: tickets, line: orderLines }).from(tickets).innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId)).where(eq(tickets.orderId, order.id)).orderBy(tickets.id),
    db.select({ ticketId: resales.ticketId }).from(resales).where(and(eq(resales.orderId, order.id), inArray(resales.state, ['open', 'locked'])))
  ])
  // What was handed on is somebody else's; where the show does not take place at all it ends with the others.
  const others = isCalledOff ? new Set<string>() : handedOn(rows.map(row => row.ticket)).union(new Set(offered.map(resale => resale.ticketId)))
  return rows.filter(({ ticket }) => ticket.state === 'valid' && (ticket.blockedReason === null || (isCalledOff && ticket.blockedReason === BEING_BOUGHT)) && !others.has(ticket.id))
    .map(({ ticket, line }) => ({ ticket, paidMinor: paidForTicket(line, ticket.position) }))
}

/**
 * What tickets of an order are worth when they are given back at this moment, by the clock of Postgres: by an open right in full, else by
 * the terms that were frozen at the sale. Only tickets that are valid and still the buyer's: what was used, handed on or given back is
 * not in it, nor what is
 * offered to others: that is taken off sale first. After the beginning of the session there are no terms any more.
 */
export async function quoteRefund(db: Queryable, order: OrderRow): Promise<RefundQuote> {
  const none: RefundQuote = { way: 'none', reason: null, feePercent: null, until: null, tickets: [] }
  if (order.state !== 'paid' && order.state !== 'partially_refunded') return none
  const { right, nowMs, hasBegun, isCalledOff } = await standing(db, order)
  const valid = await validTickets(db, order, isCalledOff)
  const valued = (feePercent: number): TicketQuote[] => valid.map(one => ({ ...one, feeMinor: feeOf(one.paidMinor, feePercent) }))
  // Nothing is kept of it, whatever the terms said: its money comes back by itself, and who asks is only faster.
  if (isCalledOff) return { way: 'right', reason: 'session-cancelled', feePercent: 0, until: right?.until ?? null, tickets: valued(0) }
  if (right) return { way: 'right', reason: right.reason, feePercent: 0, until: right.until, tickets: valued(0) }
  const step = order.refundTerms && !hasBegun ? stepAt(order.refundTerms, nowMs) : null
  if (!step) return none
  return { way: order.refundTerms!.review, reason: null, feePercent: step.feePercent, until: new Date(step.until), tickets: valued(step.feePercent) }
}
