import { eq, sql } from 'drizzle-orm'
import { payments } from '#drizzle/schema/index.ts'
import { type OrderReader, ownOrder } from '#server/domain/orders/index.ts'
import { applyStanding } from './apply-standing.ts'
import { openAttempts } from './close-attempts.ts'
import type { PaymentDeps } from './deps.ts'
import { asProviderKnows } from './provider-payment.ts'

/** A person waits: not longer than this for a provider, in ms. */
const PROVIDER_MS = 4_000

/**
 * Asks the providers of an order's open payments how they stand, because its owner came back from one of them. What his browser
 * says proves nothing (P-06); the notice may still be on its way. A provider that does not answer is asked again by the house itself.
 */
export async function confirmPayment(deps: PaymentDeps, reader: OrderReader, orderId: string): Promise<void> {
  const order = await ownOrder(deps.db, reader, orderId)
  if (order.state !== 'pending') return
  await Promise.all((await openAttempts(deps.db, order.id)).map(async (payment) => {
    const gateway = deps.gateways.find(one => one.name === payment.method)
    if (!gateway || !payment.providerRef) return
    const standing = await gateway.lookUp(asProviderKnows(payment), AbortSignal.timeout(PROVIDER_MS)).catch(() => null)
    await deps.db.update(payments).set({ lookedUpAt: sql`now()` }).where(eq(payments.id, payment.id))
    if (standing) await applyStanding(deps, payment.id, standing)
  }))
}
