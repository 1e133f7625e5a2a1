import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, type TicketRow, events, orderLines, orders, resales, sessions, ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { type OrderReader, blocksOf, labelsOf, occasionsOf } from '#server/domain/orders/index.ts'
import type { OrderOccasion, TicketBlock } from '#shared/api/orders.ts'
import type { CodeRule } from '#shared/tickets/code-rule.ts'
import { ownTicket } from './own-ticket.ts'

/** A ticket with all that is printed on it. */
export interface PrintedTicket {
  ticket: TicketRow
  labels: ReturnType<typeof labelsOf>
  occasion: OrderOccasion
  codeRule: CodeRule
  reference: string
  holderName: string
  /** It is on its way to somebody. */
  offeredTo: { name: string, email: string } | null
  /** It is offered to all who want it: `locked` while somebody is paying. */
  resale: 'open' | 'locked' | null
  /** Why it opens no door. */
  blocked: TicketBlock | null
}

/** The tickets of an order that are its owner's; those that he handed on show their end only. */
export async function ticketsOfOrder(db: Queryable, order: OrderRow): Promise<PrintedTicket[]> {
  return await printed(db, await rowsOf(db).where(and(eq(tickets.orderId, order.id), isNull(tickets.fromTicketId))).orderBy(tickets.orderLineId, tickets.position))
}

/** One ticket, for whoever holds it. Throws `not-found`. */
export async function heldTicket(db: Queryable, reader: OrderReader, ticketId: string): Promise<PrintedTicket> {
  const { ticket } = await ownTicket(db, reader, ticketId)
  return (await printed(db, await rowsOf(db).where(eq(tickets.id, ticket.id))))[0]!
}

/** What others handed to somebody's account, newest first. */
export async function ticketsHandedTo(db: Queryable, userId: string): Promise<PrintedTicket[]> {
  return await printed(db, await rowsOf(db).where(eq(tickets.holderUserId, userId)).orderBy(desc(tickets.createdAt)).limit(100))
}

/** Tickets as they are, whoever holds them: for what the house itself keeps up. */
export async function printedTickets(db: Queryable, ticketIds: string[]): Promise<PrintedTicket[]> {
  return await printed(db, await rowsOf(db).where(inArray(tickets.id, ticketIds)))
}

function rowsOf(db: Queryable) {
  return db.select({ ticket: tickets, labels: orderLines.labels, reference: orders.reference, contactName: orders.contactName, codeRule: events.codeRule }).from(tickets)
    .innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId)).innerJoin(orders, eq(orders.id, tickets.orderId))
    .innerJoin(sessions, eq(sessions.id, tickets.sessionId)).innerJoin(events, eq(events.id, sessions.eventId)).$dynamic()
}

async function printed(db: Queryable, rows: Awaited<ReturnType<typeof rowsOf>>): Promise<PrintedTicket[]> {
  if (rows.length === 0) return []
  const [occasions, offers, live, blockOf] = await Promise.all([
    occasionsOf(db, rows.map(row => row.ticket.sessionId)),
    db.select().from(ticketTransfers).where(and(inArray(ticketTransfers.ticketId, rows.map(row => row.ticket.id)), eq(ticketTransfers.state, 'offered'))),
    db.select({ ticketId: resales.ticketId, state: resales.state }).from(resales).where(and(inArray(resales.ticketId, rows.map(row => row.ticket.id)), inArray(resales.state, ['open', 'locked']))),
    blocksOf(db, rows.map(row => row.ticket))
  ])
  const offerOf = new Map(offers.map(offer => [offer.ticketId, { name: offer.toName, email: offer.toEmail }]))
  return rows.map(row => ({
    ticket: row.ticket, labels: labelsOf(row), occasion: occasions.get(row.ticket.sessionId)!, codeRule: row.codeRule, reference: row.reference,
    holderName: row.ticket.holderName ?? row.contactName, offeredTo: row.ticket.state === 'valid' ? offerOf.get(row.ticket.id) ?? null : null,
    resale: live.find(resale => resale.ticketId === row.ticket.id)?.state as PrintedTicket['resale'] ?? null,
    blocked: blockOf(row.ticket)
  }))
}
