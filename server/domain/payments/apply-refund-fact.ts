import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, type RefundRow, orders, refunds } from '#drizzle/schema/index.ts'
import { blockCredited, creditedBy, endRefundedAtProvider, fundsOf } from '#server/domain/orders/index.ts'
import { isUuid, newId } from '#shared/ids/id.ts'
import { takeFrom } from '#shared/money/take-from.ts'
import { auditRefund } from './move-payment.ts'
import type { ProviderFact } from './payment-gateway.ts'
import { goneBack } from './refund-payment.ts'
import { failRefund, settleRefund } from './settle-refund.ts'

type RefundFact = Extract<ProviderFact, { kind: 'refund' }>

/**
 * Applies what a provider says of a refund. Its states only go forward, requested, done, failed, whatever order its notices come in.
 * A refund that we did not ask for was made at the provider's own desk: it is entered into the books, and where nothing is left of
 * the payment its order ends.
 */
export async function applyRefundFact(tx: Transaction, payment: PaymentRow, fact: RefundFact): Promise<'applied' | 'nothing'> {
  const refund = await refundOf(tx, payment, fact)
  if (!refund) return fact.state === 'done' ? await enterForeign(tx, payment, fact) : 'nothing'
  // Of an earlier try, which failed and was sent again since.
  if (refund.transactionId && refund.transactionId !== fact.providerRefundId) return 'nothing'
  if (fact.state === 'done') return await settleRefund(tx, refund, payment, fact.providerRefundId) ? 'applied' : 'nothing'
  if (fact.state === 'pending' || refund.state === 'failed') return 'nothing'
  await failRefund(tx, refund, payment, 'the bank returned it')
  return 'applied'
}

/** Ours by the name that we gave it (which a try after a failure extends), or by the provider's once it is known. */
async function refundOf(tx: Transaction, payment: PaymentRow, fact: RefundFact): Promise<RefundRow | null> {
  const id = fact.refundId?.split(':')[0]
  const by = id && isUuid(id) ? eq(refunds.id, id) : eq(refunds.transactionId, fact.providerRefundId)
  const [refund] = await tx.select().from(refunds).where(and(eq(refunds.paymentId, payment.id), by)).for('update')
  return refund ?? null
}

async function enterForeign(tx: Transaction, payment: PaymentRow, fact: RefundFact): Promise<'applied' | 'nothing'> {
  const back = await goneBack(tx, payment.id)
  const left = (payment.receivedMinor ?? payment.amountMinor) - back.amountMinor
  const amountMinor = Math.min(fact.amountMinor, left)
  // All of it is on its way back by us already: the admins' page of money shows what does not add up.
  if (amountMinor <= 0) return 'nothing'
  for (const share of await sharesOf(tx, payment, amountMinor)) {
    const [refund] = await tx.insert(refunds).values({ id: newId(), ...share, paymentId: payment.id, currency: payment.receivedCurrency ?? payment.currency, reason: 'at-provider' }).returning()
    await auditRefund(tx, refund!.id, null, 'requested', `provider:${payment.method}`, { amountMinor: share.amountMinor, providerRefundId: fact.providerRefundId })
    await settleRefund(tx, refund!, payment, fact.providerRefundId)
  }
  if (payment.state !== 'captured' || !payment.orderId || amountMinor < left) return 'applied'
  const [order] = await tx.select().from(orders).where(eq(orders.id, payment.orderId))
  await endRefundedAtProvider(tx, order!)
  await blockCredited(tx, payment.id)
  return 'applied'
}

/** Whose money it was: of the payment's own order first, then of those that it pays since a ticket was changed. */
async function sharesOf(tx: Transaction, payment: PaymentRow, amountMinor: number): Promise<{ orderId: string | null, amountMinor: number }[]> {
  const others = payment.orderId && payment.state === 'captured' ? await creditedBy(tx, payment.id) : []
  if (others.length === 0) return [{ orderId: payment.orderId, amountMinor }]
  const funds: { orderId: string, leftMinor: number }[] = []
  for (const orderId of [payment.orderId!, ...others]) funds.push({ orderId, leftMinor: (await fundsOf(tx, orderId)).find(one => one.payment.id === payment.id)?.leftMinor ?? 0 })
  const shares = takeFrom(funds, amountMinor).map(({ source, amountMinor }) => ({ orderId: source.orderId, amountMinor }))
  const rest = amountMinor - shares.reduce((sum, share) => sum + share.amountMinor, 0)
  return rest > 0 ? [...shares, { orderId: payment.orderId!, amountMinor: rest }] : shares
}
