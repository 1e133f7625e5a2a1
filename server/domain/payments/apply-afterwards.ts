import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type PaymentRow, payments, providerEvents } from '#drizzle/schema/index.ts'
import { applyDispute } from './apply-dispute.ts'
import { applyRefundFact } from './apply-refund-fact.ts'
import type { ProviderFact } from './payment-gateway.ts'

type Afterwards = Exclude<ProviderFact, { kind: 'payment' }>

/** Applies what a provider says of money that it took before: refunds and disputes. `waiting` where it is not known yet that it took it. */
export async function applyAfterwards(tx: Transaction, payment: PaymentRow, fact: Afterwards): Promise<'applied' | 'nothing' | 'waiting'> {
  if (payment.state !== 'captured' && payment.state !== 'surplus') return 'waiting'
  return fact.kind === 'refund' ? await applyRefundFact(tx, payment, fact) : await applyDispute(tx, payment, fact)
}

/** Applies what was said of a movement of money before it was known itself (P-02). Safe to call again. @returns how many */
export async function applyWaiting(tx: Transaction, method: string, transactionId: string): Promise<number> {
  const find = () => tx.select().from(payments).where(and(eq(payments.method, method), eq(payments.transactionId, transactionId)))
  if ((await find()).length === 0) return 0
  const waiting = await tx.select().from(providerEvents)
    .where(and(eq(providerEvents.provider, method), eq(providerEvents.transactionId, transactionId), eq(providerEvents.outcome, 'waiting'))).orderBy(providerEvents.id).for('update')
  for (const event of waiting) {
    // Anew for each: the one before may have changed it.
    const [payment] = await find()
    if (!payment) break
    const outcome = await applyAfterwards(tx, payment, event.fact as unknown as Afterwards)
    await tx.update(providerEvents).set({ outcome, paymentId: payment.id }).where(eq(providerEvents.id, event.id))
  }
  return waiting.length
}
