import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, type PaymentRow, payments, refunds } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'
import { POINTS, SALES, transfer, walletOf } from './ledger.ts'
import { auditRefund } from './move-payment.ts'
import { settleRefund } from './settle-refund.ts'
import { type Mix, splitRefund } from './split-refund.ts'

/**
 * Sends back what an order's payment captured, or `valueMinor` of it, in the transaction that changes the order: in the mix in which
 * it was paid. Points return here and now; money of a provider is asked for and goes back by `settleRefunds`. Never more than is
 * left of the payment (I6). An order that cost nothing has nothing to send back.
 */
export async function sendBack(tx: Transaction, order: OrderRow, reason: string, valueMinor?: number): Promise<void> {
  const [payment] = await tx.select().from(payments).where(and(eq(payments.orderId, order.id), eq(payments.state, 'captured'))).for('update')
  if (!payment) return
  const back = await goneBack(tx, payment.id)
  const left = payment.amountMinor + payment.pointsMinor - back.amountMinor - back.pointsMinor
  const value = Math.min(valueMinor ?? left, left)
  if (value <= 0) return
  const refund = { id: newId(), orderId: order.id, paymentId: payment.id, ...splitRefund(payment, back, value), currency: payment.currency, reason }
  const [written] = await tx.insert(refunds).values(refund).returning()
  await auditRefund(tx, refund.id, null, 'requested', 'refunds', { amountMinor: refund.amountMinor, pointsMinor: refund.pointsMinor, currency: payment.currency, reason })
  await returnPointsOf(tx, order, payment, refund)
  if (payment.method === 'points' || refund.amountMinor === 0) await settleRefund(tx, written!, payment, refund.id)
}

/** What of a payment went back or is on its way; what failed is on its way too: it is sent again. */
export async function goneBack(tx: Transaction, paymentId: string): Promise<Mix> {
  const [sum] = await tx.select({ amount: sql<string>`coalesce(sum(${refunds.amountMinor}), 0)`, points: sql<string>`coalesce(sum(${refunds.pointsMinor}), 0)` })
    .from(refunds).where(eq(refunds.paymentId, paymentId))
  return { amountMinor: Number(sum!.amount), pointsMinor: Number(sum!.points) }
}

async function returnPointsOf(tx: Transaction, order: OrderRow, payment: PaymentRow, refund: { id: string, pointsMinor: number }): Promise<void> {
  if (refund.pointsMinor === 0 || !order.userId) return
  await transfer(tx, { key: `refund-points:${refund.id}`, description: `Refund of order ${order.reference}`, from: SALES, to: walletOf(order.userId), amountMinor: refund.pointsMinor, currency: POINTS })
}
