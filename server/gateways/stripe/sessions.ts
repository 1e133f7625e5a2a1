import type Stripe from 'stripe'
import type { PaymentRequest } from '#server/domain/payments/payment-gateway.ts'
import { toStripe } from './amounts.ts'

/** A session lives 30 minutes at least: a little more, for clocks that differ. In ms. */
const LEAST_MS = 31 * 60_000
/** And 24 hours at most, which is also what it lives where nothing is said. */
export const MOST_MS = 24 * 60 * 60_000
/** So far the clock of whoever made a payment's id may be ahead of Stripe's. */
export const CLOCKS_MS = 15 * 60_000
/** Money of these comes days after the payer was told that all is well; his seats could neither be sold nor given to him meanwhile. */
const SLOW_METHODS = ['acss_debit', 'au_becs_debit', 'bacs_debit', 'boleto', 'customer_balance', 'konbini', 'multibanco', 'nz_bank_account', 'oxxo', 'payto', 'sepa_debit', 'sofort', 'us_bank_account']

/**
 * The words of a hosted session. The same request must make the same words, or Stripe's idempotency refuses the second: so its end is
 * counted from when the places are kept till, not from now. The house expires it itself when their time is over.
 */
export function sessionWords(payment: PaymentRequest): Stripe.Checkout.SessionCreateParams {
  const { amount, currency } = toStripe(payment)
  const endsAt = Math.ceil((payment.expiresAt.getTime() + LEAST_MS) / 1000)
  const metadata = { paymentId: payment.paymentId, reference: payment.reference }
  return {
    mode: 'payment',
    client_reference_id: payment.paymentId,
    metadata,
    payment_intent_data: { metadata, description: payment.reference },
    line_items: [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: payment.title.slice(0, 250), description: payment.reference } } }],
    locale: payment.locale,
    ...payment.email && { customer_email: payment.email },
    success_url: payment.returnUrl,
    cancel_url: payment.returnUrl,
    excluded_payment_method_types: SLOW_METHODS,
    // The price that was shown is the price that is paid.
    adaptive_pricing: { enabled: false },
    ...endsAt * 1000 - Date.now() < MOST_MS && { expires_at: endsAt }
  }
}

/**
 * The session of a payment whose answer was lost, or that was begun in other words: looked for among those of its time. Pages of a
 * hundred, the newest first; `undefined` where it is not there.
 */
export async function findSession(client: Stripe, paymentId: string, signal: AbortSignal): Promise<Stripe.Checkout.Session | undefined> {
  const since = Math.floor((madeAtMs(paymentId) - CLOCKS_MS) / 1000)
  for await (const session of client.checkout.sessions.list({ created: { gte: since }, limit: 100, expand: ['data.payment_intent.latest_charge'] })) {
    signal.throwIfAborted()
    if (session.client_reference_id === paymentId) return session
  }
  return undefined
}

/** Ids of the house begin with the time when they were made, in ms (RFC 9562, section 5.7). */
const madeAtMs = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
