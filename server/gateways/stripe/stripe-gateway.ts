import type Stripe from 'stripe'
import { type PaymentGateway, type PaymentStanding, type ProviderPayment, ProviderRefusal } from '#server/domain/payments/payment-gateway.ts'
import { beforeAbort } from '#shared/flow/before-abort.ts'
import { stripeTakes, toStripe } from './amounts.ts'
import { type StripeSettings, stripeClient } from './client.ts'
import { readStripeNotice } from './notices.ts'
import { asRefusal, isNo, isOtherWords } from './refusals.ts'
import { findSession, sessionWords } from './sessions.ts'
import { sessionStanding } from './standing.ts'
import { takenSince } from './taken-since.ts'

/** Stripe's hosted Checkout, by redirect: no card number ever reaches this house. */
export function stripeGateway(settings: StripeSettings): PaymentGateway {
  const stripe = stripeClient(settings)

  /** Asks Stripe, no longer than `signal` allows, and tells a no from silence. */
  async function ask<T>(signal: AbortSignal, question: (client: Stripe) => Promise<T>): Promise<T> {
    try {
      return await beforeAbort(signal, stripe().then(question))
    } catch (problem) {
      throw asRefusal(problem)
    }
  }

  return {
    name: 'stripe',
    takes: stripeTakes,
    // A notice has no more of a charge than its id.
    keepsCardsBack: true,
    noticeReply: { contentType: 'application/json', body: '{"received":true}' },

    async start(payment) {
      const words = sessionWords(payment)
      const session = await ask(payment.signal, client => client.checkout.sessions.create(words, { idempotencyKey: payment.paymentId }).catch(async (problem) => {
        // Begun already by a request in another language, say: there must not be two sessions that can be paid.
        const begun = isOtherWords(problem) ? await findSession(client, payment.paymentId, payment.signal) : undefined
        if (begun) return begun
        throw problem
      }))
      if (session.status === 'complete') throw new Error('this session of Stripe is paid, or being paid')
      if (!session.url) throw new ProviderRefusal('session-over', 'the session of this payment is over')
      return { providerRef: session.id, redirectUrl: session.url, qrText: null, until: new Date(session.expires_at * 1000) }
    },

    async lookUp(payment, signal) {
      return standingOf(await ask(signal, client => sessionOf(client, payment, signal)), payment)
    },

    async cancel(payment, signal) {
      return standingOf(await ask(signal, async (client) => {
        const session = await sessionOf(client, payment, signal)
        if (session?.status !== 'open' || !isFor(session, payment)) return session
        return await client.checkout.sessions.expire(session.id).catch(async (problem) => {
          if (!isNo(problem)) throw problem
          // It was paid this very moment, or ended by itself.
          return await sessionOf(client, payment, signal)
        })
      }), payment)
    },

    async refund({ refundId, payment, amountMinor, currency, signal }) {
      const { amount } = toStripe({ amountMinor, currency })
      const refund = await ask(signal, client => refundOnce(client, refundId, payment.transactionId, amount))
      if (refund.status === 'failed' || refund.status === 'canceled') throw new ProviderRefusal(refund.failure_reason ?? 'refund-failed', 'Stripe could not send the money back')
      return { transactionId: refund.id }
    },

    async takenSince(since, signal) {
      return await ask(signal, client => takenSince(client, since, signal))
    },

    async readNotice(notice) {
      return readStripeNotice(await stripe(), settings, notice)
    }
  }
}

async function sessionOf(client: Stripe, payment: ProviderPayment, signal: AbortSignal): Promise<Stripe.Checkout.Session | undefined> {
  if (!payment.providerRef.startsWith('cs_')) return await findSession(client, payment.paymentId, signal)
  return await client.checkout.sessions.retrieve(payment.providerRef, { expand: ['payment_intent.latest_charge'] })
}

const isFor = (session: Stripe.Checkout.Session, payment: ProviderPayment) => session.client_reference_id === payment.paymentId

/** A session that is not there may be on its way: nothing is known of it. */
function standingOf(session: Stripe.Checkout.Session | undefined, payment: ProviderPayment): PaymentStanding {
  if (!session) return { state: 'open' }
  if (!isFor(session, payment)) throw new Error('this session of Stripe is for another payment')
  return sessionStanding(session)
}

/**
 * Stripe forgets idempotency keys after a day, and a bank may send a refund back after Stripe took it. So it is looked for first: one
 * that is on its way is the one, and after one that failed the next has a key of its own.
 */
async function refundOnce(client: Stripe, refundId: string, transactionId: string, amount: number): Promise<Stripe.Refund> {
  const money = transactionId.startsWith('pi_') ? { payment_intent: transactionId } : { charge: transactionId }
  let failed = 0
  for await (const refund of client.refunds.list({ ...money, limit: 100 })) {
    if (refund.metadata?.refundId !== refundId) continue
    if (refund.status !== 'failed' && refund.status !== 'canceled') return refund
    failed++
  }
  return await client.refunds.create({ ...money, amount, metadata: { refundId } }, { idempotencyKey: failed === 0 ? refundId : `${refundId}-${failed}` })
}
