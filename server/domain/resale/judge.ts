import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { type OrderLineRow, type OrderRow, type ResaleRow, type SessionRow, type TicketRow, claims, events, orderLines, refundRequests, resales, sessions, standingClaims, ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { placesOfSessions } from '#server/domain/catalogue/index.ts'
import { BEING_BOUGHT } from '#server/domain/inventory/index.ts'
import { quoteRefund } from '#server/domain/refunds/index.ts'
import { loadPlan } from '#server/domain/seating/index.ts'
import type { ResaleRefusal } from '#shared/api/resale.ts'
import { paidForTicket } from '#shared/refunds/terms.ts'
import { seatsSoldWith } from '#shared/seating/plan.ts'

/** A ticket of an order, whether it may be offered to others now, and the last time that it was. */
export interface JudgedTicket { ticket: TicketRow, line: OrderLineRow, paidMinor: number, why: ResaleRefusal | null, last: ResaleRow | null }

/**
 * Which tickets of an order its owner may offer to others at this moment, by the clock of Postgres: valid ones that he paid for himself, of a
 * session whose sale is open, where the organiser has not switched it off, and that is sold out or cannot be given back. `db` outside a
 * transaction sees how the session sells a moment ago; what decides is whether somebody buys.
 */
export async function judgeResale(db: Database, tx: Queryable, order: OrderRow): Promise<{ session: SessionRow, tickets: JudgedTicket[] }> {
  const [show, rows, [request], quote] = await Promise.all([
    showOf(tx, order.sessionId),
    tx.select({ ticket: tickets, line: orderLines }).from(tickets).innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId)).where(and(eq(tickets.orderId, order.id), sql`${tickets.fromTicketId} is null`)).orderBy(tickets.orderLineId, tickets.position),
    tx.select().from(refundRequests).where(and(eq(refundRequests.orderId, order.id), eq(refundRequests.state, 'asked'))),
    quoteRefund(tx, order)
  ])
  const ids = rows.map(row => row.ticket.id)
  const [last, transfers, notPublic, isSoldOut, plan] = await Promise.all([
    lastResales(tx, ids), openTransfers(tx, ids), notForAll(tx, order, rows.map(row => row.line)), quote.way === 'none' ? true : soldOut(db, order.sessionId), loadPlan(db, show.session.planId)
  ])
  const whyOf = (ticket: TicketRow): ResaleRefusal | null => {
    if (ticket.state !== 'valid') return ticket.state === 'used' ? 'used' : 'gone'
    if (!show.allowsResale) return 'off'
    if (!show.isOnSale || (order.state !== 'paid' && order.state !== 'partially_refunded')) return 'over'
    if (ticket.blockedReason && ticket.blockedReason !== BEING_BOUGHT) return 'blocked'
    if (notPublic.has(ticket.orderLineId)) return 'not-public'
    if (ticket.seatIndex !== null && seatsSoldWith(plan, ticket.seatIndex).length > 1) return 'table'
    if (transfers.has(ticket.id)) return 'transfer'
    if (request?.ticketIds.includes(ticket.id)) return 'asked'
    return isSoldOut ? null : 'not-sold-out'
  }
  return { session: show.session, tickets: rows.map(({ ticket, line }) => ({ ticket, line, paidMinor: paidForTicket(line, ticket.position), why: whyOf(ticket), last: last.get(ticket.id) ?? null })) }
}

async function showOf(db: Queryable, sessionId: string) {
  const [show] = await db.select({
    session: sessions, allowsResale: events.allowsResale,
    isOnSale: sql<boolean>`${sessions.status} = 'scheduled' and ${events.status} = 'approved' and ${sessions.saleStartsAt} <= now() and ${sessions.saleEndsAt} > now() and ${sessions.startsAt} > now()`
  }).from(sessions).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(sessions.id, sessionId))
  return show!
}

/** Nothing is left for the public but what others offer. */
async function soldOut(db: Database, sessionId: string): Promise<boolean> {
  const [places, [offered]] = await Promise.all([
    placesOfSessions(db, [sessionId]),
    db.select({ count: sql<number>`count(*)::int` }).from(resales).where(and(eq(resales.sessionId, sessionId), eq(resales.state, 'open'), sql`coalesce(${resales.keptUntil} <= now(), true)`))
  ])
  return (places.get(sessionId)?.free ?? 0) <= offered!.count
}

async function lastResales(db: Queryable, ticketIds: string[]): Promise<Map<string, ResaleRow>> {
  if (ticketIds.length === 0) return new Map()
  const rows = await db.selectDistinctOn([resales.ticketId]).from(resales).where(inArray(resales.ticketId, ticketIds)).orderBy(resales.ticketId, desc(resales.id))
  return new Map(rows.map(row => [row.ticketId, row]))
}

async function openTransfers(db: Queryable, ticketIds: string[]): Promise<Set<string>> {
  if (ticketIds.length === 0) return new Set()
  const rows = await db.select({ ticketId: ticketTransfers.ticketId }).from(ticketTransfers).where(and(inArray(ticketTransfers.ticketId, ticketIds), eq(ticketTransfers.state, 'offered')))
  return new Set(rows.map(row => row.ticketId))
}

/** Lines whose places the public cannot have: from a guest list, out of an allotment, or by an access code. */
async function notForAll(db: Queryable, order: OrderRow, lines: readonly OrderLineRow[]): Promise<Set<string>> {
  if (order.personKey.startsWith('guest-list:')) return new Set(lines.map(line => line.id))
  const [seats, places] = await Promise.all([
    db.select({ id: claims.orderLineId }).from(claims).where(and(eq(claims.orderId, order.id), eq(claims.state, 'sold'), sql`(${claims.accessCodeId} is not null or exists (
      select 1 from seat_allotments k join allotments a on a.id = k.allotment_id and a.released_at is null and coalesce(a.releases_at > now(), true)
      where k.session_id = ${claims.sessionId} and k.seat_index = ${claims.seatIndex}))`)),
    db.select({ id: standingClaims.orderLineId }).from(standingClaims).where(and(eq(standingClaims.orderId, order.id), eq(standingClaims.state, 'sold'), sql`(${standingClaims.allotmentId} is not null or ${standingClaims.accessCodeId} is not null)`))
  ])
  return new Set([...seats, ...places].map(row => row.id))
}
