import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type OrderLineRow, type OrderRow, type TicketRow, events, orderLines, resales, sessions, ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { saleSession } from '#server/domain/inventory/index.ts'
import type { NotChangeable } from '#shared/api/changes.ts'
import { paidForTicket } from '#shared/refunds/terms.ts'
import { seatsSoldWith } from '#shared/seating/plan.ts'
import { handedOn } from '../end-paid-order.ts'
import { openRefundRight } from '../refund-rights.ts'

export interface ChangeableTicket { ticket: TicketRow, line: OrderLineRow, paidMinor: number, why: NotChangeable | null }

export interface Changeable {
  /** Why none of them can be changed now. */
  why: NotChangeable | null
  /** Kept of the price of the old ticket. */
  feePercent: number
  /** Until when this holds. */
  until: Date | null
  tickets: ChangeableTicket[]
}

/**
 * Which tickets of an order its owner may change for another seat or date at this moment, by the clock of Postgres: by the terms that
 * were frozen at the sale, or, where the session was changed since, free of charge while he might also give them back.
 */
export async function changeableTickets(db: Database, order: OrderRow): Promise<Changeable> {
  const [rows, [show], [right]] = await Promise.all([
    db.select({ ticket: tickets, line: orderLines }).from(tickets).innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId)).where(eq(tickets.orderId, order.id)).orderBy(tickets.id),
    db.select({
      isCancelled: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'`, hasBegun: sql<boolean>`${sessions.startsAt} <= clock_timestamp()`,
      nowMs: sql<number>`extract(epoch from clock_timestamp()) * 1000`.mapWith(Number)
    }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, order.sessionId)),
    openRefundRight(db, order.id)
  ])
  const { why, feePercent, until } = rule(order, show!, right)
  const [offered, onSale, plan] = await Promise.all([openOffers(db, rows.map(row => row.ticket.id)), liveResales(db, order.id), saleSession(db, order.sessionId).then(sale => sale.plan).catch(() => null)])
  const others = handedOn(rows.map(row => row.ticket))
  const whyNot = (ticket: TicketRow): NotChangeable | null => {
    if (ticket.state !== 'valid') return ticket.state
    if (others.has(ticket.id)) return 'transferred'
    if (onSale.has(ticket.id)) return 'on-sale'
    if (ticket.blockedReason) return 'blocked'
    if (offered.has(ticket.id)) return 'offered'
    // A table that is sold whole stays whole.
    return ticket.seatIndex !== null && plan && seatsSoldWith(plan, ticket.seatIndex).length > 1 ? 'table' : null
  }
  return {
    why, feePercent, until,
    tickets: rows.filter(({ ticket }) => ticket.fromTicketId === null).map(({ ticket, line }) => ({
      ticket, line, paidMinor: paidForTicket(line, ticket.position),
      why: whyNot(ticket) ?? why
    }))
  }
}

function rule(order: OrderRow, show: { isCancelled: boolean, hasBegun: boolean, nowMs: number }, right: { until: Date, reason: string } | undefined): Omit<Changeable, 'tickets'> {
  const no = (why: NotChangeable) => ({ why, feePercent: 0, until: null })
  if (order.state !== 'paid' && order.state !== 'partially_refunded') return no('over')
  if (show.isCancelled || right?.reason === 'session-cancelled') return no('cancelled')
  if (show.hasBegun) return no('too-late')
  if (order.personKey.startsWith('guest-list:')) return no('gift')
  if (right) return { why: null, feePercent: 0, until: right.until }
  if (!order.changeTerms) return no('no-terms')
  if (Date.parse(order.changeTerms.until) <= show.nowMs) return no('too-late')
  return { why: null, feePercent: order.changeTerms.feePercent, until: new Date(order.changeTerms.until) }
}

async function openOffers(db: Database, ticketIds: string[]): Promise<Set<string>> {
  if (ticketIds.length === 0) return new Set()
  const rows = await db.select({ ticketId: ticketTransfers.ticketId }).from(ticketTransfers).where(and(inArray(ticketTransfers.ticketId, ticketIds), eq(ticketTransfers.state, 'offered')))
  return new Set(rows.map(row => row.ticketId))
}

async function liveResales(db: Database, orderId: string): Promise<Set<string>> {
  const rows = await db.select({ ticketId: resales.ticketId }).from(resales).where(and(eq(resales.orderId, orderId), inArray(resales.state, ['open', 'locked'])))
  return new Set(rows.map(row => row.ticketId))
}
