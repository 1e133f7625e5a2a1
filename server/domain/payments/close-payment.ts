import { and, eq, ne, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, orders, payments } from '#drizzle/schema/index.ts'
import { movePayment } from './move-payment.ts'
import { returnPoints } from './points-of-payment.ts'

/**
 * Ends an attempt that took no money: its points are in the wallet again, and where it was the last one its order keeps its places only
 * as long as it would have without it. The order is locked by the caller, or not known to anybody else.
 */
export async function closePayment(tx: Transaction, payment: PaymentRow, to: 'failed' | 'cancelled', failureCode: string | null): Promise<void> {
  if (!await movePayment(tx, payment, to, `provider:${payment.method}`, { failureCode })) return
  await returnPoints(tx, payment)
  if (!payment.orderId) return
  const [other] = await tx.select({ id: payments.id }).from(payments).where(and(eq(payments.orderId, payment.orderId), eq(payments.state, 'started'), ne(payments.id, payment.id))).limit(1)
  if (other) return
  await tx.update(orders).set({ expiresAt: sql`coalesce(${orders.payableUntil}, ${orders.expiresAt})`, payableUntil: null })
    .where(and(eq(orders.id, payment.orderId), eq(orders.state, 'pending')))
}
