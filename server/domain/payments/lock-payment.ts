import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, orders, payments } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** The payment, locked. The order is locked before it, here and everywhere, so that two who pay one order never wait crosswise. Throws `not-found`. */
export async function lockPayment(tx: Transaction, paymentId: string): Promise<PaymentRow> {
  const [known] = await tx.select({ orderId: payments.orderId }).from(payments).where(eq(payments.id, paymentId))
  if (!known) throw new DomainError('not-found')
  if (known.orderId) await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, known.orderId)).for('update')
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId)).for('update')
  return payment!
}
