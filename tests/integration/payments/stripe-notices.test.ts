import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stripeGateway } from '#server/gateways/stripe/stripe-gateway.ts'
import { newId } from '#shared/ids/id.ts'
import { type SignedNotice, type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { paymentRequest } from './payment-request.ts'

let stripe: StripeServer
const gatewayOf = (server: StripeServer) => stripeGateway({ secretKey: server.secretKey, webhookSecret: server.webhookSecret, apiUrl: server.url })

beforeAll(async () => {
  stripe = await startStripeServer()
})
afterAll(() => stripe.stop())

const read = ({ body, headers }: SignedNotice, nowMs = Date.now(), server = stripe) =>
  gatewayOf(server).readNotice({ body: Buffer.from(body), header: name => headers[name.toLowerCase()], nowMs })

/** A payment that was begun and paid, and what Stripe tells of it. */
async function paid(change: Parameters<typeof paymentRequest>[0] = {}) {
  const request = paymentRequest(change)
  const { providerRef } = await gatewayOf(stripe).start(request)
  const intent = stripe.account.pay(providerRef)
  const told = (type: string) => stripe.account.events.findLast(event => event.type === type)!
  return { request, providerRef, intent, told }
}

describe('P-03: a notice that is not Stripe\'s, or not for this house', () => {
  const nowSeconds = Math.floor(Date.now() / 1000)
  const event = (change: object = {}) => ({ id: 'evt_1', object: 'event', type: 'account.updated', created: nowSeconds, livemode: false, data: { object: { id: 'acct_1' } }, ...change })

  it('is taken when it is right, five minutes old at most', async () => {
    expect(await read(stripe.sign(event(), { at: nowSeconds }), nowSeconds * 1000)).toEqual({ eventId: 'evt_1', type: 'account.updated', fact: null })
    expect(await read(stripe.sign(event(), { at: nowSeconds - 300 }), nowSeconds * 1000)).toMatchObject({ eventId: 'evt_1' })
  })

  it.each([
    ['no signature', 'signature', () => ({ ...stripe.sign(event()), headers: {} })],
    ['a signature by another secret', 'signature', () => stripe.sign(event(), { secret: 'whsec_of_somebody_else' })],
    ['one byte changed', 'signature', () => ({ ...stripe.sign(event()), body: stripe.sign(event()).body.replace('acct_1', 'acct_2') })],
    ['a time of 301 s ago', 'age', () => stripe.sign(event(), { at: nowSeconds - 301 })],
    ['another account', 'account', () => stripe.sign(event({ account: 'acct_of_somebody_else' }))],
    ['real money by a key for tests', 'mode', () => stripe.sign(event({ livemode: true }))],
    ['no mode', 'mode', () => stripe.sign(event({ livemode: undefined }))],
    ['no id', 'malformed', () => stripe.sign(event({ id: undefined }))],
    ['no JSON', 'malformed', () => ({ ...stripe.sign('x'), body: '"x"' })],
    ['nothing', 'malformed', () => stripe.sign(null)]
  ])('%s: refused for its %s', async (_what, why, notice) => {
    await expect(read(notice(), nowSeconds * 1000)).rejects.toMatchObject({ code: 'notice-refused', data: { why } })
  })

  it('is refused when it is a test and the house takes real money', async () => {
    const live = await startStripeServer({ isLive: true })
    try {
      await expect(read(live.sign(event()), Date.now(), live)).rejects.toMatchObject({ code: 'notice-refused', data: { why: 'mode' } })
      expect(await read(live.sign(event({ livemode: true })), Date.now(), live)).toMatchObject({ eventId: 'evt_1' })
    } finally {
      await live.stop()
    }
  })
})

describe('what Stripe tells', () => {
  it('of a payment, by its session and by its money: the same', async () => {
    const { request, providerRef, intent, told } = await paid()
    const standing = { state: 'captured', transactionId: intent.id, amountMinor: request.amountMinor, currency: 'CNY' }
    expect(await read(stripe.sign(told('checkout.session.completed')))).toMatchObject({ fact: { kind: 'payment', paymentId: request.paymentId, providerRef, standing } })
    expect(await read(stripe.sign(told('payment_intent.succeeded')))).toMatchObject({ fact: { kind: 'payment', paymentId: request.paymentId, standing } })
  })

  it('P-04: of other money than was asked for, is what came', async () => {
    const request = paymentRequest()
    const { providerRef } = await gatewayOf(stripe).start(request)
    stripe.account.pay(providerRef, { received: { amount: 1, currency: 'jpy' } })
    expect(await read(stripe.sign(stripe.account.events.at(-1)))).toMatchObject({ fact: { paymentId: request.paymentId, standing: { state: 'captured', amountMinor: 1, currency: 'JPY' } } })
  })

  it('of a declined card leaves the payment open; of a session that ended, cancels it', async () => {
    const request = paymentRequest()
    const { providerRef } = await gatewayOf(stripe).start(request)
    stripe.account.decline(providerRef)
    expect(await read(stripe.sign(stripe.account.events.at(-1)))).toMatchObject({ fact: { paymentId: request.paymentId, standing: { state: 'open', declined: 'insufficient_funds' } } })
    stripe.account.expire(providerRef)
    expect(await read(stripe.sign(stripe.account.events.at(-1)))).toMatchObject({ type: 'checkout.session.expired', fact: { paymentId: request.paymentId, standing: { state: 'cancelled' } } })
  })

  it('of money that comes later: open, then captured or failed', async () => {
    for (const isPaid of [true, false]) {
      const request = paymentRequest()
      const { providerRef } = await gatewayOf(stripe).start(request)
      stripe.account.payLater(providerRef)
      expect(await read(stripe.sign(stripe.account.events.at(-1)))).toMatchObject({ fact: { paymentId: request.paymentId, standing: { state: 'open' } } })
      stripe.account.settleLater(providerRef, isPaid)
      expect(await read(stripe.sign(stripe.account.events.at(-1)))).toMatchObject({ fact: { paymentId: request.paymentId, standing: { state: isPaid ? 'captured' : 'failed' } } })
    }
  })

  it('of a refund by its id of the house, or by none where it was made at Stripe\'s desk', async () => {
    const { intent, told } = await paid()
    const refundId = `${newId()}:1`
    const ours = stripe.account.refund(intent.id, 100, { refundId })
    const fact = { kind: 'refund', transactionId: intent.id, providerRefundId: ours.id, refundId, state: 'done', amountMinor: 100, currency: 'CNY' }
    expect((await read(stripe.sign(told('refund.created')))).fact).toEqual(fact)
    stripe.account.failRefund(ours.id)
    expect((await read(stripe.sign(told('refund.failed')))).fact).toEqual({ ...fact, state: 'failed' })
    const theirs = stripe.account.refund(intent.id, 200, { refundId: 'order 7 of another shop' })
    expect((await read(stripe.sign(told('refund.created')))).fact).toEqual({ ...fact, providerRefundId: theirs.id, refundId: null, amountMinor: 200 })
    expect((await read(stripe.sign(told('charge.refunded')))).fact).toBeNull()
  })

  it('P-16: of a dispute, by the money it is about', async () => {
    const { intent } = await paid()
    expect((await read(stripe.sign(stripe.account.dispute(intent.id)))).fact).toEqual({ kind: 'dispute', transactionId: intent.id, disputeId: `dp_of_${intent.id}`, state: 'open' })
    expect((await read(stripe.sign(stripe.account.dispute(intent.id, 'lost')))).fact).toMatchObject({ state: 'lost' })
    expect((await read(stripe.sign(stripe.account.dispute(intent.id, 'won')))).fact).toMatchObject({ state: 'won' })
  })
})
