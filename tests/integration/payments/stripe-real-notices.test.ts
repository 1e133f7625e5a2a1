import { existsSync, readFileSync } from 'node:fs'
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { stripeGateway } from '#server/gateways/stripe/stripe-gateway.ts'

/** Notices that Stripe sent (mostly API 2020-08-27), ids zeroed. They lie beside the project, not in it. */
const FOLDER = new URL('../../../../shared/data/payments/stripe/', import.meta.url)
const isThere = existsSync(FOLDER)
if (!isThere) console.log('the recorded notices of Stripe are not here: skipped')

const SECRET = 'whsec_thrown_away_after_the_test'
const gateway = stripeGateway({ secretKey: 'sk_test_never_used', webhookSecret: SECRET, apiUrl: 'http://127.0.0.1:1' })

async function read(file: string) {
  const written = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Record<string, unknown>
  const body = JSON.stringify(written, null, 2)
  const header = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: SECRET })
  return { written, read: await gateway.readNotice({ body: Buffer.from(body), header: () => header, nowMs: Date.now() }) }
}

const Z24 = '0'.repeat(24)
const FACTS: Record<string, unknown> = {
  'account.updated': null,
  'charge.dispute.closed': { kind: 'dispute', transactionId: 'ch_00000000000000', disputeId: 'ch_00000000000000', state: 'won' },
  'charge.dispute.created': { kind: 'dispute', transactionId: `ch_${Z24}`, disputeId: `dp_${Z24}`, state: 'open' },
  'charge.failed': null,
  'charge.refund.updated': { kind: 'refund', transactionId: `ch_${Z24}`, providerRefundId: `re_${Z24}`, refundId: null, state: 'done', amountMinor: 100, currency: 'USD' },
  'charge.refunded': { kind: 'refund', transactionId: `ch_${Z24}`, providerRefundId: `re_${Z24}`, refundId: null, state: 'done', amountMinor: 100, currency: 'USD' },
  'charge.succeeded': null,
  'checkout.session.completed': {
    kind: 'payment', paymentId: null, providerRef: `cs_test_${'0'.repeat(58)}`,
    standing: { state: 'captured', transactionId: `pi_${Z24}`, amountMinor: 3000, currency: 'USD' }
  },
  'checkout.session.completed.payment_mode': {
    kind: 'payment', paymentId: null, providerRef: 'cs_00000000000000',
    standing: { state: 'captured', transactionId: 'pi_00000000000000', amountMinor: 25000, currency: 'USD' }
  },
  'payment_intent.canceled': { kind: 'payment', paymentId: null, providerRef: `pi_${Z24}`, standing: { state: 'cancelled' } },
  'payment_intent.created': null,
  'payment_intent.payment_failed': { kind: 'payment', paymentId: null, providerRef: `pi_${Z24}`, standing: { state: 'open', declined: 'generic_decline' } },
  'payment_intent.processing': null,
  'payment_intent.requires_action': null,
  'payment_intent.succeeded': {
    kind: 'payment', paymentId: null, providerRef: `pi_${Z24}`,
    standing: { state: 'captured', transactionId: `pi_${Z24}`, amountMinor: 2000, currency: 'USD', instrument: 'ZoVSX2dK5igWt2SB' }
  },
  'payout.paid': null
}

describe.skipIf(!isThere)('notices that Stripe really sent', () => {
  it.each(Object.entries(FACTS))('%s is read', async (name, fact) => {
    const { written, read: notice } = await read(`${name}.json`)
    expect(notice).toEqual({ eventId: written.id, type: written.type, fact })
  })
})
