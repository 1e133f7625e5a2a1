import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type OrderRow, orders, refundRights } from '#drizzle/schema/index.ts'
import { type HoldStore, tellStore } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { actorOf } from './write-order.ts'
import { endPaidOrder } from './end-paid-order.ts'
import { type OrderReader, ownOrder } from './order-access.ts'
import { openRefundRight } from './refund-rights.ts'

/** What orders ask of the area that moves money: to send back what an order's payment captured, in the same transaction. */
export type SendBack = (tx: Transaction, order: OrderRow, reason: string) => Promise<void>

/**
 * Gives a whole order back that was changed or cancelled after it was bought: tickets die, seats are free again, and the money goes
 * back where it came from, all in one transaction. Asking again changes nothing (W-01). Refuses with `not-refundable` where there
 * is no such right (any more), or a ticket was used: then nothing moves.
 */
export async function refundOrder(deps: { db: Database, holds: HoldStore, sendBack: SendBack }, reader: OrderReader, orderId: string): Promise<void> {
  const known = await ownOrder(deps.db, reader, orderId)
  const freed = await inTransaction(deps.db, async (tx) => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, known.id)).for('update')
    if (order!.state === 'refunded') return []
    const right = await useRight(tx, order!)
    const places = await endPaidOrder(tx, order!, actorOf(order!), { evenHandedOn: right.reason === 'session-cancelled' })
    await deps.sendBack(tx, order!, right.reason)
    return places
  })
  await Promise.allSettled(freed.map(c => tellStore(deps, c.sessionId, c.seats)))
}

async function useRight(tx: Transaction, order: OrderRow): Promise<{ reason: string }> {
  const [right] = order.state === 'paid' ? await openRefundRight(tx, order.id) : []
  if (!right) throw new DomainError('not-refundable', { state: order.state })
  await tx.update(refundRights).set({ usedAt: sql`now()` }).where(and(eq(refundRights.orderId, order.id), isNull(refundRights.usedAt)))
  return right
}
