import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type OrderRow, type RefundRow, auditLog, orders, payments, refunds } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { POINTS, SALES, providerAccount, transfer, walletOf } from './ledger.ts'
import type { PaymentGateway } from './payment-gateway.ts'

/** A provider that has not answered by then is asked again later, in ms. */
const PROVIDER_MS = 10_000

/**
 * Sends back what an order's payment captured, in the transaction that ends the order. Points return here and now; money of a
 * provider is asked for and goes back by `settleRefunds`. An order that cost nothing has nothing to send back.
 */
export async function sendBack(tx: Transaction, order: OrderRow, reason: string): Promise<void> {
  const [payment] = await tx.select().from(payments).where(and(eq(payments.orderId, order.id), eq(payments.state, 'captured'))).for('update')
  if (!payment || payment.amountMinor === 0) return
  const [sum] = await tx.select({ back: sql<string>`coalesce(sum(${refunds.amountMinor}), 0)` }).from(refunds).where(and(eq(refunds.paymentId, payment.id), sql`${refunds.state} <> 'failed'`))
  const amountMinor = payment.amountMinor - Number(sum!.back)
  if (amountMinor <= 0) return
  const refund = { id: newId(), orderId: order.id, paymentId: payment.id, amountMinor, currency: payment.currency, reason }
  await tx.insert(refunds).values(refund)
  await auditRefund(tx, refund.id, null, 'requested', { amountMinor, currency: payment.currency, reason })
  if (payment.method !== 'points') return
  await settle(tx, { ...refund, transactionId: refund.id }, order, payment.method)
}

/**
 * Asks the providers for the refunds that wait, first those that were not asked for the longest time: some that a provider never
 * takes keep nobody else's money back. @returns how many went through
 */
export async function settleRefunds(deps: { db: Database, gateways: readonly PaymentGateway[] }, limit = 50): Promise<number> {
  const waiting = await deps.db.select({ refund: refunds, order: orders, payment: payments }).from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId)).innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(refunds.state, 'requested'), inArray(payments.method, deps.gateways.map(g => g.name))))
    .orderBy(sql`coalesce(${refunds.askedAt}, ${refunds.createdAt})`, asc(refunds.id)).limit(limit)
  let done = 0
  for (const { refund, order, payment } of waiting) {
    const gateway = deps.gateways.find(g => g.name === payment.method)!
    await deps.db.update(refunds).set({ askedAt: sql`now()` }).where(and(eq(refunds.id, refund.id), eq(refunds.state, 'requested')))
    // Outside of any transaction. The refund's id is the provider's idempotency key: two processes that ask move the money once.
    const answer = await gateway.refund({ refundId: refund.id, paymentId: payment.id, transactionId: payment.transactionId!, amountMinor: refund.amountMinor, currency: refund.currency, signal: AbortSignal.timeout(PROVIDER_MS) })
      .catch(() => null)
    if (!answer) continue
    const isNew = await inTransaction(deps.db, tx => settle(tx, { ...refund, transactionId: answer.transactionId }, order, payment.method))
    if (isNew) done++
  }
  return done
}

/** Once: the conditional update decides who of several settles it. */
async function settle(tx: Transaction, refund: Pick<RefundRow, 'id' | 'amountMinor' | 'currency'> & { transactionId: string }, order: OrderRow, method: string): Promise<boolean> {
  const [settled] = await tx.update(refunds).set({ state: 'done', transactionId: refund.transactionId, settledAt: sql`now()` })
    .where(and(eq(refunds.id, refund.id), eq(refunds.state, 'requested'))).returning({ id: refunds.id })
  if (!settled) return false
  if (method === 'points' && !order.userId) throw new DomainError('not-refundable', { state: order.state })
  const isPoints = method === 'points'
  await transfer(tx, {
    key: `refund:${refund.id}`, description: `Refund of order ${order.reference}`, from: SALES, to: isPoints ? walletOf(order.userId!) : providerAccount(method),
    amountMinor: refund.amountMinor, currency: isPoints ? POINTS : refund.currency
  })
  await auditRefund(tx, refund.id, 'requested', 'done', { transactionId: refund.transactionId })
  await giveNotice(tx, {
    to: order.userId ? { userId: order.userId } : { email: order.contactEmail, locale: order.locale },
    kind: 'refund-done', key: `refund-done:${refund.id}`, path: `/orders/${order.id}`,
    params: { reference: order.reference, amountMinor: refund.amountMinor, currency: refund.currency, method, ...(order.guestSecretSealed && { guestSecretSealed: order.guestSecretSealed }) }
  })
  return true
}

async function auditRefund(tx: Transaction, refundId: string, from: RefundRow['state'] | null, to: RefundRow['state'], details: Record<string, unknown>): Promise<void> {
  await tx.insert(auditLog).values({ actor: 'refunds', action: `refund.${to}`, subjectType: 'refund', subjectId: refundId, fromState: from, toState: to, details })
}
