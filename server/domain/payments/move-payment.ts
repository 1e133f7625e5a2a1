import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, type RefundRow, auditLog, outbox, payments, refunds } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { PAYMENT_TRANSITIONS, type PaymentState, REFUND_TRANSITIONS, type RefundState } from './transitions.ts'

type PaymentChanges = Partial<Pick<PaymentRow, 'transactionId' | 'instrumentHash' | 'receivedMinor' | 'receivedCurrency' | 'failureCode'>>
type RefundChanges = Partial<Pick<RefundRow, 'transactionId' | 'lastError'>>

/**
 * Moves a payment: the only way it ever changes its state. A conditional update, the audit row and the outbox message, in the caller's
 * transaction. @returns false where somebody else moved it meanwhile
 */
export async function movePayment(tx: Transaction, payment: Pick<PaymentRow, 'id' | 'state'>, to: PaymentState, actor: string, changes: PaymentChanges = {}): Promise<boolean> {
  if (!PAYMENT_TRANSITIONS[payment.state].includes(to)) throw new DomainError('illegal-transition', { state: payment.state })
  const moved = await tx.update(payments).set({ ...changes, state: to, settledAt: sql`now()` })
    .where(and(eq(payments.id, payment.id), eq(payments.state, payment.state))).returning({ id: payments.id })
  if (moved.length === 0) return false
  await auditPayment(tx, payment.id, payment.state, to, actor)
  if (to === 'surplus') await tx.insert(outbox).values({ topic: 'payment.surplus', key: payment.id, payload: { paymentId: payment.id } })
  return true
}

/** Writes a payment's move into the audit log. */
export async function auditPayment(tx: Transaction, paymentId: string, from: PaymentState | null, to: PaymentState, actor: string): Promise<void> {
  await tx.insert(auditLog).values({ actor, action: `payment.${to}`, subjectType: 'payment', subjectId: paymentId, fromState: from, toState: to })
}

/** Moves a refund, in the same way. */
export async function moveRefund(tx: Transaction, refund: Pick<RefundRow, 'id' | 'state'>, to: RefundState, actor: string, changes: RefundChanges = {}): Promise<boolean> {
  if (!REFUND_TRANSITIONS[refund.state].includes(to)) throw new DomainError('illegal-transition', { state: refund.state })
  const moved = await tx.update(refunds).set({ ...changes, state: to, settledAt: to === 'requested' ? null : sql`now()` })
    .where(and(eq(refunds.id, refund.id), eq(refunds.state, refund.state))).returning({ id: refunds.id })
  if (moved.length === 0) return false
  await auditRefund(tx, refund.id, refund.state, to, actor, { ...changes })
  return true
}

/** Writes a refund's move into the audit log. */
export async function auditRefund(tx: Transaction, refundId: string, from: RefundState | null, to: RefundState, actor: string, details: Record<string, unknown>): Promise<void> {
  await tx.insert(auditLog).values({ actor, action: `refund.${to}`, subjectType: 'refund', subjectId: refundId, fromState: from, toState: to, details })
}
