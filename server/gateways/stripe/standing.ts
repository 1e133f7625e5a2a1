import type { PaymentStanding } from '#server/domain/payments/payment-gateway.ts'
import { fromStripe } from './amounts.ts'

/** What Stripe tells of a card, as far as we look at it. `charges` is how it was told before the API of November 2022. */
interface ChargeLike { payment_method_details?: { type?: string } | null }
export interface IntentLike {
  id: string
  status?: string
  amount_received?: number
  currency: string
  metadata?: Record<string, string> | null
  last_payment_error?: { code?: string, decline_code?: string } | null
  latest_charge?: string | ChargeLike | null
  charges?: { data?: ChargeLike[] }
}
export interface SessionLike {
  id: string
  client_reference_id?: string | null
  metadata?: Record<string, string> | null
  status?: string | null
  payment_status?: string
  payment_intent?: string | IntentLike | null
  amount_total?: number | null
  currency?: string | null
}

const idOf = (intent: string | IntentLike) => typeof intent === 'string' ? intent : intent.id

/** How a hosted session stands. A session that is complete may still wait for its money, or have lost it. */
export function sessionStanding(session: SessionLike): PaymentStanding {
  if (session.status === 'expired') return { state: 'cancelled' }
  const intent = session.payment_intent
  if (session.payment_status === 'paid' && intent) {
    if (typeof intent === 'object' && intent.status === 'succeeded') return intentStanding(intent)
    return { state: 'captured', transactionId: idOf(intent), ...fromStripe(session.amount_total ?? 0, session.currency ?? '') }
  }
  if (session.status !== 'complete' || !intent || typeof intent === 'string') return { state: 'open' }
  const standing = intentStanding(intent)
  // Nobody can try again in a session that is complete.
  return standing.state === 'open' && standing.declined ? { state: 'failed', code: standing.declined } : standing
}

/** How the money itself stands. In a session that is open a declined card is one try of several. */
export function intentStanding(intent: IntentLike): PaymentStanding {
  if (intent.status === 'succeeded') {
    const instrument = instrumentOf(intent)
    return { state: 'captured', transactionId: intent.id, ...fromStripe(intent.amount_received ?? 0, intent.currency), ...instrument && { instrument } }
  }
  if (intent.status === 'canceled') return { state: 'cancelled' }
  const error = intent.last_payment_error
  return intent.status === 'requires_payment_method' && error ? { state: 'open', declined: error.decline_code ?? error.code ?? 'declined' } : { state: 'open' }
}

/** Stripe's fingerprint is the same for the same card in one account, and says nothing else about it. */
function instrumentOf(intent: IntentLike): string | undefined {
  const charge = typeof intent.latest_charge === 'object' && intent.latest_charge ? intent.latest_charge : intent.charges?.data?.[0]
  const details = charge?.payment_method_details
  if (!details?.type) return undefined
  const way = (details as Record<string, unknown>)[details.type] as { fingerprint?: string | null } | undefined
  return way?.fingerprint ?? undefined
}
