import { and, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type PaymentRow, payments } from '#drizzle/schema/index.ts'
import { applyStanding } from './apply-standing.ts'
import { closePayment } from './close-payment.ts'
import type { PaymentDeps } from './deps.ts'
import { lockPayment } from './lock-payment.ts'
import { asProviderKnows } from './provider-payment.ts'

/** A provider that has not answered by then is asked again later, in ms. */
const PROVIDER_MS = 10_000

/** Payments of an order that a provider may still take money for. */
export async function openAttempts(db: Queryable, orderId: string): Promise<PaymentRow[]> {
  return await db.select().from(payments).where(and(eq(payments.orderId, orderId), eq(payments.state, 'started')))
}

/**
 * Asks the providers of an order's open attempts to close them, so that nobody can pay them any more.
 * @returns `paid`: one had been paid, and the order is now; `open`: somebody did not answer, nothing is known; `closed`
 */
export async function closeAttempts(deps: PaymentDeps, orderId: string, except?: string): Promise<'paid' | 'open' | 'closed'> {
  let result: 'open' | 'closed' = 'closed'
  for (const payment of await openAttempts(deps.db, orderId)) {
    if (payment.id === except) continue
    const ended = await closeAttempt(deps, payment)
    if (ended === 'paid') return 'paid'
    if (ended === 'open') result = 'open'
  }
  return result
}

/** The same for one payment, whatever it is for. */
export async function closeAttempt(deps: PaymentDeps, payment: PaymentRow): Promise<'paid' | 'open' | 'closed'> {
  const gateway = deps.gateways.find(one => one.name === payment.method)
  // Nobody was ever told where to pay it.
  if (!payment.providerRef) return await closeHere(deps, payment)
  if (!gateway) return 'open'
  const standing = await gateway.cancel(asProviderKnows(payment), AbortSignal.timeout(PROVIDER_MS)).catch(() => null)
  if (!standing || standing.state === 'open') return 'open'
  const applied = await applyStanding(deps, payment.id, standing)
  return applied === 'paid' ? 'paid' : 'closed'
}

/** Closes an attempt without asking anybody: it was never begun at the provider, or its time there is surely over. */
export async function closeHere(deps: Pick<PaymentDeps, 'db'>, payment: PaymentRow): Promise<'open' | 'closed'> {
  return await inTransaction(deps.db, async (tx) => {
    const now = await lockPayment(tx, payment.id)
    if (now.state !== 'started' || (now.providerRef && !payment.providerRef)) return 'open'
    await closePayment(tx, now, 'cancelled', null)
    return 'closed'
  })
}
