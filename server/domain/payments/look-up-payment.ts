import { eq, sql } from 'drizzle-orm'
import { inTransaction } from '#drizzle/transaction.ts'
import { auditLog, payments } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type Applied, applyStanding } from './apply-standing.ts'
import type { PaymentDeps } from './deps.ts'
import { asProviderKnows } from './provider-payment.ts'

/** An admin waits: not longer than this for a provider, in ms. */
const PROVIDER_MS = 8_000

/**
 * Asks a provider how one payment stands, because an admin wants to know, and applies what it says. That he asked is written down.
 * Throws `not-found`, `provider-silent` where the provider does not answer or is no longer set up.
 */
export async function lookUpPayment(deps: PaymentDeps, adminId: string, paymentId: string): Promise<Applied> {
  const [payment] = await deps.db.select().from(payments).where(eq(payments.id, paymentId))
  if (!payment?.providerRef) throw new DomainError('not-found')
  await inTransaction(deps.db, async (tx) => {
    await tx.update(payments).set({ lookedUpAt: sql`now()` }).where(eq(payments.id, payment.id))
    await tx.insert(auditLog).values({ actor: adminId, action: 'payment.looked-up', subjectType: 'payment', subjectId: payment.id, fromState: payment.state })
  })
  const gateway = deps.gateways.find(one => one.name === payment.method)
  const standing = await gateway?.lookUp(asProviderKnows(payment), AbortSignal.timeout(PROVIDER_MS)).catch(() => null)
  if (!standing) throw new DomainError('provider-silent')
  return await applyStanding(deps, payment.id, standing)
}
