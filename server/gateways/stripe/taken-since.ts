import type Stripe from 'stripe'
import type { TakenMoney } from '#server/domain/payments/payment-gateway.ts'
import { isUuid } from '#shared/ids/id.ts'
import { fromStripe } from './amounts.ts'
import { CLOCKS_MS, MOST_MS } from './sessions.ts'
import { type SessionLike, sessionStanding } from './standing.ts'

/**
 * What was paid since then on hosted pages that this house made. Stripe lists pages by when they were made, which is up to a day before
 * they are paid; a page of somebody else who shares the account does not carry the id of a payment twice.
 */
export async function takenSince(client: Stripe, since: Date, signal: AbortSignal): Promise<TakenMoney[]> {
  const madeSince = Math.floor((since.getTime() - MOST_MS - CLOCKS_MS) / 1000)
  const taken: TakenMoney[] = []
  for await (const session of client.checkout.sessions.list({ created: { gte: madeSince }, limit: 100, expand: ['data.payment_intent.latest_charge'] })) {
    signal.throwIfAborted()
    const paymentId = session.client_reference_id
    if (!paymentId || !isUuid(paymentId) || session.metadata?.paymentId !== paymentId) continue
    const standing = sessionStanding(session)
    if (standing.state !== 'captured') continue
    const back = fromStripe(sentBack(session), session.currency ?? '').amountMinor
    if (back < standing.amountMinor) taken.push({ paymentId, providerRef: session.id, standing, leftMinor: standing.amountMinor - back })
  }
  return taken
}

/** As Stripe counts it. */
function sentBack({ payment_intent: intent }: SessionLike): number {
  const charge = typeof intent === 'object' ? intent?.latest_charge : null
  return typeof charge === 'object' && charge ? (charge as { amount_refunded?: number }).amount_refunded ?? 0 : 0
}
