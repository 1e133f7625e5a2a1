import { and, arrayContains, eq, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { type OrderRow, orders, refundRequests, sessions, ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { endSomeTickets, keepFee } from '../end-paid-order.ts'
import { moveCredit } from '../funds.ts'

/** Whether the ticket that an order takes the place of can still end for it: it opens a door that is not open yet, and is not on its way to somebody. */
export async function changeStands(db: Queryable, order: Pick<OrderRow, 'changesTicketId'>): Promise<boolean> {
  const [old] = await db.select({
    isGood: sql<boolean>`${tickets.state} = 'valid' and ${tickets.blockedReason} is null and ${sessions.startsAt} > clock_timestamp() and ${orders.state} in ('paid', 'partially_refunded')
      and not exists (select 1 from ${ticketTransfers} where ${ticketTransfers.ticketId} = ${tickets.id} and ${ticketTransfers.state} = 'offered')`
  }).from(tickets).innerJoin(sessions, eq(sessions.id, tickets.sessionId)).innerJoin(orders, eq(orders.id, tickets.orderId)).where(eq(tickets.id, order.changesTicketId!))
  return old?.isGood ?? false
}

/**
 * The order is paid: the old ticket ends and its place is free again, its money pays the new order, and what is kept of it is written
 * down, all in the transaction that issues the new ticket. What is more than the new one costs is sent back by payments. Throws
 * `change-over` where the ticket was used, given back, handed on or changed meanwhile; then the caller rolls back.
 */
export async function settleChange(tx: Transaction, order: OrderRow, actor: string): Promise<void> {
  const ticketId = order.changesTicketId!
  const from = await orderOfChange(tx, order, true)
  // Gates and holders lock tickets: after it nobody else decides.
  await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId)).for('update')
  if (!await changeStands(tx, order)) throw new DomainError('change-over')
  try {
    await endSomeTickets(tx, from, [ticketId], { actor, evenHandedOn: false, as: 'changed' })
  } catch (error) {
    throw error instanceof DomainError ? new DomainError('change-over') : error
  }
  await keepFee(tx, from.id, order.changeFeeMinor)
  if (!await moveCredit(tx, from.id, order.id, order.creditMinor)) throw new DomainError('change-over')
  // Whoever changes a ticket does not wait any more for an answer about giving it back.
  await tx.update(refundRequests).set({ state: 'withdrawn', decidedAt: sql`now()` })
    .where(and(eq(refundRequests.orderId, from.id), eq(refundRequests.state, 'asked'), arrayContains(refundRequests.ticketIds, [ticketId])))
}

/** The order of the ticket that another order takes the place of. */
export async function orderOfChange(tx: Transaction, order: Pick<OrderRow, 'changesTicketId'>, isLocked = false): Promise<OrderRow> {
  const [ticket] = await tx.select({ orderId: tickets.orderId }).from(tickets).where(eq(tickets.id, order.changesTicketId!))
  const found = tx.select().from(orders).where(eq(orders.id, ticket!.orderId))
  return (await (isLocked ? found.for('update') : found))[0]!
}
