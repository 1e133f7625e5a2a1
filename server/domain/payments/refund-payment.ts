import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, type PaymentRow, type RefundRow, refunds } from '#drizzle/schema/index.ts'
import { fundsOf, orderOfChange } from '#server/domain/orders/index.ts'
import { newId } from '#shared/ids/id.ts'
import { takeFrom } from '#shared/money/take-from.ts'
import { POINTS, SALES, transfer, walletOf } from './ledger.ts'
import { auditRefund } from './move-payment.ts'
import { settleRefund } from './settle-refund.ts'
import { type Mix, splitRefund } from './split-refund.ts'

/** What goes back, money and points together; `method` null: by several ways. */
export interface SentBack { valueMinor: number, currency: string, method: string | null, hasPoints: boolean }

/**
/**
 * Sends back what was paid for an order (less what was kept of it as a fee), or `valueMinor` of it, in the transaction that changes the
 * order: what its own payment took first, then what a changed ticket brought along from older ones, each in the mix in which it was paid.
 * Points return here and now; money of a provider is asked for and goes back by `settleRefunds`. Never more than is left of the payments (I6).
 * @returns what goes back; null where there was nothing, as of an order that cost nothing
 */
export async function sendBack(tx: Transaction, order: OrderRow, reason: string, valueMinor?: number): Promise<SentBack | null> {
  const funds = await fundsOf(tx, order.id)
  const value = valueMinor ?? funds.reduce((sum, fund) => sum + fund.leftMinor, 0) - order.keptFeeMinor
  const parts = takeFrom(funds, value)
  const sent: RefundRow[] = []
  for (const { source, amountMinor } of parts) sent.push(await sendPartBack(tx, order, source.payment, amountMinor, reason))
  if (sent.length === 0) return null
  const methods = [...new Set(parts.map(part => part.source.payment.method))]
  return {
    valueMinor: sent.reduce((sum, refund) => sum + refund.amountMinor + refund.pointsMinor, 0), currency: sent[0]!.currency,
    method: methods.length === 1 ? methods[0]! : null, hasPoints: methods.includes('points') || sent.some(refund => refund.pointsMinor > 0)
  }
}

async function sendPartBack(tx: Transaction, order: OrderRow, payment: PaymentRow, value: number, reason: string): Promise<RefundRow> {
  const refund = { id: newId(), orderId: order.id, paymentId: payment.id, ...splitRefund(payment, await goneBack(tx, payment.id), value), currency: payment.currency, reason }
  const [written] = await tx.insert(refunds).values(refund).returning()
  await auditRefund(tx, refund.id, null, 'requested', 'refunds', { amountMinor: refund.amountMinor, pointsMinor: refund.pointsMinor, currency: payment.currency, reason })
  await returnPointsOf(tx, order, payment, refund)
  if (payment.method === 'points' || refund.amountMinor === 0) await settleRefund(tx, written!, payment, refund.id)
  return written!
}

/** A ticket was changed for a cheaper one: what is left of its price goes back, in the transaction that settled the new order. */
export async function sendChangeBack(tx: Transaction, order: OrderRow): Promise<void> {
  if (order.changesTicketId && order.changeBackMinor > 0) await sendBack(tx, await orderOfChange(tx, order), 'ticket-changed', order.changeBackMinor)
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
