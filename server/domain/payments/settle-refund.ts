import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, type RefundRow, orders } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { POINTS, POINTS_SOLD, SALES, SURPLUS, type AccountName, providerAccount, transfer, walletOf } from './ledger.ts'
import { moveRefund } from './move-payment.ts'

/** The name of one try in the books and at the provider: a refusal is final for its name, so what is sent again has another. */
export const tryOf = (refund: Pick<RefundRow, 'id' | 'attempts'>) => refund.attempts === 0 ? refund.id : `${refund.id}:${refund.attempts}`

/** Money went back: once, by the conditional move that decides who of several settles it. Its receiver is told. @returns whether it moved now */
export async function settleRefund(tx: Transaction, refund: RefundRow, payment: PaymentRow, transactionId: string): Promise<boolean> {
  if (refund.state !== 'requested' || !await moveRefund(tx, refund, 'done', 'refunds', { transactionId, lastError: null })) return false
  const [order] = refund.orderId ? await tx.select().from(orders).where(eq(orders.id, refund.orderId)) : []
  const isPoints = payment.method === 'points'
  if (isPoints && !order?.userId) throw new DomainError('not-refundable', { state: order?.state })
  if (refund.amountMinor > 0) {
    await transfer(tx, {
      key: `refund:${tryOf(refund)}`, description: order ? `Refund of order ${order.reference}` : 'Refund', from: bookedAs(refund, payment), to: isPoints ? walletOf(order!.userId!) : providerAccount(payment.method),
      amountMinor: refund.amountMinor, currency: isPoints ? POINTS : refund.currency
    })
  }
  // Points are back before anybody was told that they will be: the news of the show says it.
  if (order && !(isPoints && refund.reason === 'session-cancelled')) {
    await giveNotice(tx, {
      to: order.userId ? { userId: order.userId } : { email: order.contactEmail, locale: order.locale },
      kind: 'refund-done', key: `refund-done:${refund.id}`, path: `/orders/${order.id}`,
      params: { reference: order.reference, amountMinor: refund.amountMinor + refund.pointsMinor, currency: refund.currency, method: payment.method, ...(order.guestSecretSealed && { guestSecretSealed: order.guestSecretSealed }) }
    })
  }
  return true
}

/** The provider said no, or the bank sent back what had been done (W-07): an admin sees it, and it is sent again. */
export async function failRefund(tx: Transaction, refund: RefundRow, payment: PaymentRow, why: string): Promise<void> {
  if (refund.state === 'failed') return
  const wasDone = refund.state === 'done'
  if (!await moveRefund(tx, refund, 'failed', 'refunds', { lastError: why.slice(0, 500) })) return
  if (!wasDone || refund.amountMinor === 0) return
  await transfer(tx, { key: `refund-undone:${tryOf(refund)}`, description: 'A refund came back', from: providerAccount(payment.method), to: bookedAs(refund, payment), amountMinor: refund.amountMinor, currency: refund.currency })
}

/** The account into which the payment went. */
function bookedAs(refund: RefundRow, payment: PaymentRow): AccountName {
  if (payment.state === 'surplus') return SURPLUS
  return payment.topUpUserId ? POINTS_SOLD : SALES
}
