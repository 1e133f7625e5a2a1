import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type OrderRow, auditLog, events, orderLines, orders, refundRequests, sessions, tickets } from '#drizzle/schema/index.ts'
import { BEING_BOUGHT, tellStore } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { labelsOf, occasionsOf } from '#server/domain/orders/index.ts'
import type { RefundRequestReply } from '#shared/api/refunds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { feeOf, paidForTicket } from '#shared/refunds/terms.ts'
import { type RefundDeps, endAndPay } from './give-back.ts'

/** Who decides: the publisher whose event it is, or an admin. */
export interface Decider { userId: string, role: 'publisher' | 'admin' }

const PAGE = 50

/** Requests that this person may decide: those that wait, oldest first, or those that were decided, newest first. Fifty at most. */
export async function listRequests(db: Database, decider: Decider, which: 'asked' | 'decided'): Promise<RefundRequestReply[]> {
  const rows = await db.select({ request: refundRequests, order: orders }).from(refundRequests)
    .innerJoin(orders, eq(orders.id, refundRequests.orderId)).innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
    .where(and(which === 'asked' ? eq(refundRequests.state, 'asked') : inArray(refundRequests.state, ['approved', 'rejected']), decider.role === 'admin' ? undefined : eq(events.createdBy, decider.userId)))
    .orderBy(which === 'asked' ? refundRequests.id : desc(refundRequests.id)).limit(PAGE)
  if (rows.length === 0) return []
  const [occasions, seats] = await Promise.all([
    occasionsOf(db, rows.map(row => row.order.sessionId)),
    db.select({ id: tickets.id, line: orderLines }).from(tickets).innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId)).where(inArray(tickets.id, rows.flatMap(row => row.request.ticketIds)))
  ])
  const lineOf = new Map(seats.map(seat => [seat.id, seat.line]))
  return rows.map(({ request, order }) => ({
    id: request.id, state: request.state, orderReference: order.reference, buyer: order.contactName, occasion: occasions.get(order.sessionId)!,
    tickets: request.ticketIds.flatMap(id => lineOf.has(id) ? [{ id, ...labelsOf(lineOf.get(id)!) }] : []),
    back: { amountMinor: request.backMinor, currency: order.currency }, fee: { amountMinor: request.feeMinor, currency: order.currency },
    reason: request.reason, askedAt: request.askedAt.toISOString(), decidedAt: request.decidedAt?.toISOString() ?? null, decisionReason: request.decisionReason
  }))
}

/**
 * Decides a request: approved, its tickets die and the money goes back, at the fee of the moment in which it was asked; rejected, nothing
 * changes but that its buyer is told why. Two who decide at once cannot decide twice. Throws `not-found` for what is not his to
 * decide, `illegal-transition` where it was decided before, `not-refundable` where a ticket was used or disputed meanwhile (then it stays open).
 */
export async function decideRequest(deps: RefundDeps, decider: Decider, requestId: string, decision: { approve: boolean, reason: string }): Promise<void> {
  const places = await inTransaction(deps.db, async (tx) => {
    const [found] = await tx.select({ orderId: refundRequests.orderId, isCalledOff: sql<boolean>`${sessions.status} = 'cancelled' or ${events.status} = 'cancelled'` }).from(refundRequests)
      .innerJoin(orders, eq(orders.id, refundRequests.orderId)).innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
      .where(and(eq(refundRequests.id, requestId), decider.role === 'admin' ? undefined : eq(events.createdBy, decider.userId)))
    if (!found) throw new DomainError('not-found')
    const [order] = await tx.select().from(orders).where(eq(orders.id, found.orderId)).for('update')
    const [request] = await tx.update(refundRequests)
      .set({ state: decision.approve ? 'approved' : 'rejected', decidedBy: `user:${decider.userId}`, decidedAt: sql`now()`, decisionReason: decision.reason || null })
      .where(and(eq(refundRequests.id, requestId), eq(refundRequests.state, 'asked'))).returning()
    if (!request) throw new DomainError('illegal-transition', { state: 'decided' })
    await tx.insert(auditLog).values({ actor: `user:${decider.userId}`, action: `refund-request.${request.state}`, subjectType: 'refund-request', subjectId: request.id, fromState: 'asked', toState: request.state, details: { reason: decision.reason } })
    if (decision.approve) return await endAndPay(tx, order!, await valued(tx, order!, request, found.isCalledOff), 'buyer-wish', `user:${decider.userId}`)
    await giveNotice(tx, {
      to: order!.userId ? { userId: order!.userId } : { email: order!.contactEmail, locale: order!.locale },
      kind: 'refund-rejected', key: `refund-rejected:${request.id}`, path: `/orders/${order!.id}`,
      params: { reference: order!.reference, reason: decision.reason, ...(order!.guestSecretSealed && { guestSecretSealed: order!.guestSecretSealed }) }
    })
    return []
  })
  await Promise.allSettled(places.map(c => tellStore(deps, c.sessionId, c.seats)))
}

/** The tickets of a request at the fee of its moment: that of the step which was open then. Of what is called off nothing is kept. */
async function valued(tx: Parameters<Parameters<Database['transaction']>[0]>[0], order: OrderRow, request: typeof refundRequests.$inferSelect, isCalledOff: boolean) {
  const rows = await tx.select({ ticket: tickets, line: orderLines }).from(tickets).innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId)).where(and(eq(tickets.orderId, order.id), inArray(tickets.id, request.ticketIds))).orderBy(tickets.id)
  // Its payer has asked his bank meanwhile: the money would go back twice.
  if (rows.some(({ ticket }) => ticket.blockedReason !== null && ticket.blockedReason !== BEING_BOUGHT)) throw new DomainError('not-refundable', { state: 'blocked' })
  const step = order.refundTerms!.steps.find(one => request.askedAt.getTime() < Date.parse(one.until))
  return rows.map(({ ticket, line }) => {
    const paidMinor = paidForTicket(line, ticket.position)
    return { ticket, paidMinor, feeMinor: isCalledOff ? 0 : feeOf(paidMinor, step?.feePercent ?? 100) }
  })
}
