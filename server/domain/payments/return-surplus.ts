import type { Transaction } from '#drizzle/database.ts'
import { eq } from 'drizzle-orm'
import { type PaymentRow, orders, refunds } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { newId } from '#shared/ids/id.ts'
import { SURPLUS, providerAccount, transfer } from './ledger.ts'
import { auditRefund, movePayment } from './move-payment.ts'
import { returnPoints } from './points-of-payment.ts'

/**
 * Money came for which there is nothing: it is written into the books as what came, and goes back in full by the refunds that are
 * sent every few seconds (P-08, P-10, P-15, P-04). Its payer is told at once, the admins see it on their page of money.
 */
export async function returnSurplus(tx: Transaction, payment: PaymentRow, money: { transactionId: string, amountMinor: number, currency: string }, why: string): Promise<void> {
  const isOther = money.amountMinor !== payment.amountMinor || money.currency !== payment.currency
  const moved = await movePayment(tx, payment, 'surplus', `provider:${payment.method}`, {
    transactionId: money.transactionId, failureCode: why, ...(isOther && { receivedMinor: money.amountMinor, receivedCurrency: money.currency })
  })
  if (!moved) return
  await returnPoints(tx, payment)
  if (money.amountMinor <= 0) return
  await transfer(tx, { key: `payment:${payment.id}`, description: 'Money that buys nothing', from: providerAccount(payment.method), to: SURPLUS, amountMinor: money.amountMinor, currency: money.currency })
  const refund = { id: newId(), orderId: payment.orderId, paymentId: payment.id, amountMinor: money.amountMinor, currency: money.currency, reason: 'surplus' }
  await tx.insert(refunds).values(refund)
  await auditRefund(tx, refund.id, null, 'requested', 'payments', { amountMinor: refund.amountMinor, currency: refund.currency, reason: why })
  await tellPayer(tx, payment, refund.amountMinor, refund.currency, why)
}

async function tellPayer(tx: Transaction, payment: PaymentRow, amountMinor: number, currency: string, why: string): Promise<void> {
  // An account that was deleted is told nothing any more: notices reach nobody there.
  if (!payment.orderId) {
    await giveNotice(tx, { to: { userId: payment.topUpUserId! }, kind: 'payment-returned', key: `payment-returned:${payment.id}`, path: '/account/wallet', params: { amountMinor, currency, method: payment.method, why } })
    return
  }
  const [order] = await tx.select().from(orders).where(eq(orders.id, payment.orderId))
  if (!order) return
  await giveNotice(tx, {
    to: order.userId ? { userId: order.userId } : { email: order.contactEmail, locale: order.locale },
    kind: 'payment-returned', key: `payment-returned:${payment.id}`, path: `/orders/${order.id}`,
    params: { reference: order.reference, amountMinor, currency, method: payment.method, why, ...(order.guestSecretSealed && { guestSecretSealed: order.guestSecretSealed }) }
  })
}
