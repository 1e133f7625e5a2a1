import { and, eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type PaymentRow, orders, payments } from '#drizzle/schema/index.ts'
import type { HoldStore } from '#server/domain/inventory/index.ts'
import { lockPayable, settleOrder } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { SALES, providerAccount, transfer } from './ledger.ts'
import { auditPayment, tellSold } from './pay-order.ts'

/** What a provider says of a payment that was started. `transactionId` is its own id of the money's movement. */
export interface Outcome { paymentId: string, result: 'captured' | 'declined', transactionId: string }

/**
 * Applies a provider's word once: captured pays the order, issues its tickets and writes the ledger, all in one transaction;
 * declined leaves the order waiting with its seats. A repeated notice changes nothing. Throws order-expired where the time to
 * pay was over: the payment is then cancelled and nothing is taken.
 * @returns the order, and whether it is paid
 */
export async function settlePayment(deps: { db: Database, holds: HoldStore }, outcome: Outcome): Promise<{ orderId: string, paid: boolean }> {
  const result = await inTransaction(deps.db, async (tx) => {
    const payment = await lockPayment(tx, outcome.paymentId)
    if (payment.state === 'captured') return { payment, paid: true, sold: false, refusal: null }
    if (payment.state !== 'started') return { payment, paid: false, sold: false, refusal: null }
    if (outcome.result === 'declined') {
      await close(tx, payment, 'failed', 'declined')
      return { payment, paid: false, sold: false, refusal: null }
    }
    return await capture(tx, payment, outcome.transactionId)
  })
  if (result.refusal) throw result.refusal
  if (result.sold) {
    const [order] = await deps.db.select({ id: orders.id, sessionId: orders.sessionId }).from(orders).where(eq(orders.id, result.payment.orderId))
    await tellSold(deps, order!)
  }
  return { orderId: result.payment.orderId, paid: result.paid }
}

/** The order is locked before its payment, here and everywhere, so that two who pay one order never wait crosswise. */
async function lockPayment(tx: Transaction, paymentId: string): Promise<PaymentRow> {
  const [known] = await tx.select({ orderId: payments.orderId }).from(payments).where(eq(payments.id, paymentId))
  if (!known) throw new DomainError('not-found')
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, known.orderId)).for('update')
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId)).for('update')
  return payment!
}

async function capture(tx: Transaction, payment: PaymentRow, transactionId: string) {
  try {
    const order = await lockPayable(tx, payment.orderId)
    await tx.update(payments).set({ state: 'captured', transactionId, settledAt: sql`now()` }).where(and(eq(payments.id, payment.id), eq(payments.state, 'started')))
    await auditPayment(tx, payment.id, 'started', 'captured', `provider:${payment.method}`)
    if (payment.amountMinor > 0) {
      await transfer(tx, { key: `payment:${payment.id}`, description: `Order ${order.reference}`, from: providerAccount(payment.method), to: SALES, amountMinor: payment.amountMinor, currency: payment.currency })
    }
    await settleOrder(tx, order, `provider:${payment.method}`)
    return { payment, paid: true, sold: true, refusal: null }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await close(tx, payment, 'cancelled', error.code)
    return { payment, paid: false, sold: false, refusal: error }
  }
}

async function close(tx: Transaction, payment: PaymentRow, state: 'failed' | 'cancelled', failureCode: string): Promise<void> {
  await tx.update(payments).set({ state, failureCode, settledAt: sql`now()` }).where(and(eq(payments.id, payment.id), eq(payments.state, 'started')))
  await auditPayment(tx, payment.id, 'started', state, `provider:${payment.method}`)
}
