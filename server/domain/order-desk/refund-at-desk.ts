import { and, eq, sql } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { auditLog, orders, refundRequests } from '#drizzle/schema/index.ts'
import { tellStore } from '#server/domain/inventory/index.ts'
import { type RefundDeps, endAndPay, ticketsToTakeBack } from '#server/domain/refunds/index.ts'
import type { DeskRefundInput } from '#shared/api/order-desk.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { feeOf } from '#shared/refunds/terms.ts'
import { type Desk, deskOrder } from './desk.ts'

/**
 * Takes tickets back because whoever sells has decided so, whatever the terms of the sale say: they die, their places are free again, and
 * the money goes back where it came from but for the fee, all in one transaction. What its buyer had asked meanwhile is answered by it. A ticket that was
 * used, handed on, given back or disputed is none of them, and then nothing happens at all. @throws `not-found`, `not-refundable`
 */
export async function refundAtDesk(deps: RefundDeps, desk: Desk, orderId: string, wish: DeskRefundInput): Promise<void> {
  const known = await deskOrder(deps.db, desk, orderId)
  const actor = `user:${desk.userId}`
  const places = await inTransaction(deps.db, async (tx) => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, known.id)).for('update')
    const wanted = new Set(wish.ticketIds)
    const chosen = (await ticketsToTakeBack(tx, order!)).filter(({ ticket }) => wanted.has(ticket.id)).map(one => ({ ...one, feeMinor: feeOf(one.paidMinor, wish.feePercent) }))
    if (chosen.length !== wanted.size) throw new DomainError('not-refundable', { state: order!.state })
    await tx.update(refundRequests).set({ state: 'withdrawn', decidedAt: sql`now()` }).where(and(eq(refundRequests.orderId, order!.id), eq(refundRequests.state, 'asked')))
    const feeMinor = chosen.reduce((sum, one) => sum + one.feeMinor, 0)
    const backMinor = chosen.reduce((sum, one) => sum + one.paidMinor, 0) - feeMinor
    const id = newId()
    await tx.insert(refundRequests).values({ id, orderId: order!.id, ticketIds: chosen.map(({ ticket }) => ticket.id), backMinor, feeMinor, state: 'approved', reason: '', decidedBy: actor, decidedAt: sql`now()`, decisionReason: wish.reason })
    await tx.insert(auditLog).values([
      { actor, action: 'refund-request.approved', subjectType: 'refund-request', subjectId: id, toState: 'approved', details: { orderId: order!.id, backMinor, feeMinor, reason: wish.reason } },
      { actor, action: 'order.taken-back', subjectType: 'order', subjectId: order!.id, details: { tickets: chosen.length, backMinor, feeMinor, reason: wish.reason } }
    ])
    return await endAndPay(tx, order!, chosen, 'organiser-wish', actor)
  })
  await Promise.allSettled(places.map(c => tellStore(deps, c.sessionId, c.seats)))
}
