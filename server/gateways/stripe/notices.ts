import type Stripe from 'stripe'
import type { ProviderFact, ProviderNotice, RawNotice } from '#server/domain/payments/payment-gateway.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { fromStripe } from './amounts.ts'
import { type StripeSettings, isLive } from './client.ts'
import { type IntentLike, type SessionLike, intentStanding, sessionStanding } from './standing.ts'

/** A notice that is older is refused, in s: who has heard one cannot repeat it for ever. */
const OLDEST_SECONDS = 300

interface RefundLike { id: string, charge?: string | null, payment_intent?: string | null, amount: number, currency: string, status?: string | null, metadata?: Record<string, string> | null }
interface ChargeLike { id: string, payment_intent?: string | null, refunds?: { data?: RefundLike[] } | null }
interface DisputeLike { id?: string, charge: string, payment_intent?: string | null, status: string }

/**
 * Reads a notice of Stripe: its signature over the raw body, not older than five minutes, by the key of this endpoint, of this account,
 * of the mode of our key. The shapes of old versions of the API are read as well: an endpoint keeps the version it was made with.
 */
export function readStripeNotice(client: Stripe, settings: StripeSettings, notice: RawNotice): ProviderNotice {
  const event = verified(client, settings, notice)
  if (typeof event?.id !== 'string' || typeof event.type !== 'string' || !event.data?.object) throw new DomainError('notice-refused', { why: 'malformed' })
  // Only what happened at an account that is connected to ours names one.
  if (event.account) throw new DomainError('notice-refused', { why: 'account' })
  if (event.livemode !== isLive(settings)) throw new DomainError('notice-refused', { why: 'mode' })
  return { eventId: event.id, type: event.type, fact: factOf(event.type, event.data.object) }
}

function verified(client: Stripe, settings: StripeSettings, notice: RawNotice): Stripe.Event {
  try {
    return client.webhooks.constructEvent(notice.body, notice.header('stripe-signature') ?? '', settings.webhookSecret, OLDEST_SECONDS, undefined, notice.nowMs)
  } catch (problem) {
    const isSignature = (problem as { type?: string }).type === 'StripeSignatureVerificationError'
    if (!isSignature) throw new DomainError('notice-refused', { why: 'malformed' })
    throw new DomainError('notice-refused', { why: /tolerance/.test((problem as Error).message) ? 'age' : 'signature' })
  }
}

/** What the notice says in the words of the house; null for what it does not keep. */
function factOf(type: string, object: unknown): ProviderFact | null {
  switch (type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.expired':
      return sessionFact(object as SessionLike)
    case 'checkout.session.async_payment_failed':
      return sessionFact(object as SessionLike, { state: 'failed', code: 'async-payment-failed' })
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return intentFact(object as IntentLike)
    case 'charge.refunded':
      return newestRefund(object as ChargeLike)
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return refundFact(object as RefundLike)
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return disputeFact(object as DisputeLike)
    default:
      return null
  }
}

function sessionFact(session: SessionLike, standing = sessionStanding(session)): ProviderFact {
  return { kind: 'payment', paymentId: ourId(session.client_reference_id ?? session.metadata?.paymentId), providerRef: session.id, standing }
}

/** Whoever hears of the money first does not know its session: the payment's id in the metadata says what it is for. */
function intentFact(intent: IntentLike): ProviderFact {
  return { kind: 'payment', paymentId: ourId(intent.metadata?.paymentId), providerRef: intent.id, standing: intentStanding(intent) }
}

/** Since November 2022 a charge does not tell its refunds; they have notices of their own. */
function newestRefund(charge: ChargeLike): ProviderFact | null {
  const refund = charge.refunds?.data?.[0]
  return refund ? refundFact({ ...refund, charge: charge.id, payment_intent: refund.payment_intent ?? charge.payment_intent }) : null
}

const REFUND_STATES: Record<string, 'done' | 'failed'> = { succeeded: 'done', failed: 'failed', canceled: 'failed' }

function refundFact(refund: RefundLike): ProviderFact | null {
  const transactionId = refund.payment_intent ?? refund.charge
  if (!transactionId) return null
  return {
    kind: 'refund', transactionId, providerRefundId: refund.id, refundId: ourId(refund.metadata?.refundId),
    state: REFUND_STATES[refund.status ?? ''] ?? 'pending', ...fromStripe(refund.amount, refund.currency)
  }
}

const DISPUTE_STATES: Record<string, 'won' | 'lost'> = { won: 'won', warning_closed: 'won', prevented: 'won', lost: 'lost' }

function disputeFact(dispute: DisputeLike): ProviderFact {
  return { kind: 'dispute', transactionId: dispute.payment_intent ?? dispute.charge, disputeId: dispute.id ?? dispute.charge, state: DISPUTE_STATES[dispute.status] ?? 'open' }
}

/** An account may serve other shops too: what they write into the same fields is no id of ours. */
function ourId(text: string | null | undefined): string | null {
  return text && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(:\d+)?$/.test(text) ? text : null
}
