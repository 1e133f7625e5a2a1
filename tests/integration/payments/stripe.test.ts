import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PaymentGateway, ProviderRefusal } from '#server/domain/payments/payment-gateway.ts'
import { stripeGateway } from '#server/gateways/stripe/stripe-gateway.ts'
import { newId } from '#shared/ids/id.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { begun, inTime, paymentRequest } from './payment-request.ts'

let stripe: StripeServer
let gateway: PaymentGateway

beforeAll(async () => {
  stripe = await startStripeServer()
  gateway = stripeGateway({ secretKey: stripe.secretKey, webhookSecret: stripe.webhookSecret, apiUrl: stripe.url })
})
afterEach(() => stripe.faults.clear())
afterAll(() => stripe.stop())

const sessionsOf = (paymentId: string) => [...stripe.account.sessions.values()].filter(s => s.client_reference_id === paymentId)

/** Begun and paid by a card. */
async function paid() {
  const request = paymentRequest()
  const { providerRef } = await gateway.start(request)
  const intent = stripe.account.pay(providerRef)
  return { ...begun(request, providerRef), transactionId: intent.id }
}

describe('a payment by Stripe', () => {
  it('begins with a hosted page that knows what is bought, in the payer\'s language', async () => {
    const request = paymentRequest({ locale: 'zh', title: '室内乐之夜' })
    const started = await gateway.start(request)
    expect(sessionsOf(request.paymentId)).toMatchObject([{
      id: started.providerRef, url: started.redirectUrl, amount_total: 38_050, currency: 'cny', locale: 'zh', title: '室内乐之夜', success_url: request.returnUrl,
      metadata: { paymentId: request.paymentId, reference: 'FY-7K3M-QX9D' }, payment_intent: { metadata: { paymentId: request.paymentId } }
    }])
    expect(started.qrText).toBeNull()
  })

  it('can be paid as long as the places are kept, and half an hour longer, for Stripe allows no less', async () => {
    const request = paymentRequest()
    const { until } = await gateway.start(request)
    expect(until!.getTime() - request.expiresAt.getTime()).toBeGreaterThanOrEqual(30 * 60_000)
    expect(until!.getTime() - request.expiresAt.getTime()).toBeLessThan(32 * 60_000)
  })

  it('ends after a day where places are kept longer than Stripe lets a page live', async () => {
    const { until } = await gateway.start(paymentRequest({ expiresAt: new Date(Date.now() + 72 * 3_600_000) }))
    expect(until!.getTime() - Date.now()).toBeLessThanOrEqual(24 * 3_600_000)
  })

  it('is one payment however often it is begun', async () => {
    const request = paymentRequest()
    const answers = await Promise.all([gateway.start(request), gateway.start(request), gateway.start({ ...request, signal: inTime() })])
    expect(new Set(answers.map(a => a.providerRef)).size).toBe(1)
    expect(sessionsOf(request.paymentId)).toHaveLength(1)
  })

  it('is one payment also when it is begun again in another language', async () => {
    const request = paymentRequest()
    const first = await gateway.start(request)
    const second = await gateway.start({ ...request, locale: 'zh', title: '室内乐之夜' })
    expect(second).toEqual(first)
    expect(sessionsOf(request.paymentId)).toHaveLength(1)
  })

  it('that is paid is not begun again in another language, nor refused for good', async () => {
    const request = paymentRequest()
    stripe.account.pay((await gateway.start(request)).providerRef)
    await expect(gateway.start({ ...request, locale: 'zh' })).rejects.not.toBeInstanceOf(ProviderRefusal)
  })

  it('stands as it is: open, declined but open, captured by a card', async () => {
    const request = paymentRequest()
    const { providerRef } = await gateway.start(request)
    const payment = begun(request, providerRef)
    expect(await gateway.lookUp(payment, inTime())).toEqual({ state: 'open' })
    stripe.account.decline(providerRef)
    expect((await gateway.lookUp(payment, inTime())).state).toBe('open')
    const intent = stripe.account.pay(providerRef, { card: 'gold' })
    expect(await gateway.lookUp(payment, inTime())).toEqual({ state: 'captured', transactionId: intent.id, amountMinor: 38_050, currency: 'CNY', instrument: 'print-of-gold' })
  })

  it('of money that comes later stays open until it comes, or fails', async () => {
    for (const isPaid of [true, false]) {
      const request = paymentRequest()
      const { providerRef } = await gateway.start(request)
      stripe.account.payLater(providerRef)
      expect(await gateway.cancel(begun(request, providerRef), inTime())).toEqual({ state: 'open' })
      stripe.account.settleLater(providerRef, isPaid)
      expect(await gateway.lookUp(begun(request, providerRef), inTime())).toMatchObject(isPaid ? { state: 'captured' } : { state: 'failed', code: 'debit_not_authorized' })
    }
  })

  it('is found by what it is for where nobody kept what Stripe calls it', async () => {
    const request = paymentRequest()
    const { providerRef } = await gateway.start(request)
    stripe.account.pay(providerRef)
    expect(await gateway.lookUp(begun(request, request.paymentId), inTime())).toMatchObject({ state: 'captured' })
    expect(await gateway.lookUp(begun(paymentRequest(), newId()), inTime())).toEqual({ state: 'open' })
  })

  it('is not confirmed by the session of another', async () => {
    const { providerRef } = await paid()
    await expect(gateway.lookUp(begun(paymentRequest(), providerRef), inTime())).rejects.toThrow('another payment')
  })
})

describe('a payment by Stripe that is closed', () => {
  it('can be paid no more', async () => {
    const request = paymentRequest()
    const { providerRef } = await gateway.start(request)
    expect(await gateway.cancel(begun(request, providerRef), inTime())).toEqual({ state: 'cancelled' })
    expect(() => stripe.account.pay(providerRef)).toThrow('expired')
    expect(await gateway.cancel(begun(request, providerRef), inTime())).toEqual({ state: 'cancelled' })
  })

  it('is captured where the payer was faster, even between question and answer', async () => {
    const first = await paid()
    expect(await gateway.cancel(first, inTime())).toMatchObject({ state: 'captured', transactionId: first.transactionId })

    const request = paymentRequest()
    const { providerRef } = await gateway.start(request)
    stripe.faults.next({ how: 'slow', ms: 300 }, /expire/)
    const closing = gateway.cancel(begun(request, providerRef), inTime())
    await expect.poll(() => stripe.faults.heard.some(one => one.endsWith(`${providerRef}/expire`))).toBe(true)
    stripe.account.pay(providerRef)
    expect(await closing).toMatchObject({ state: 'captured' })
  })
})

describe('F-10: Stripe in trouble', () => {
  it('P-18: cut off after it did what was asked: the same key finds the same session', async () => {
    const request = paymentRequest()
    stripe.faults.next({ how: 'cut' }, /^POST .*sessions$/)
    const started = await gateway.start(request)
    expect(sessionsOf(request.paymentId).map(s => s.id)).toEqual([started.providerRef])
  })

  it('P-18: cut off after the money went back: it goes back once', async () => {
    const payment = await paid()
    const refundId = newId()
    stripe.faults.next({ how: 'cut' }, /^POST .*refunds$/, 2)
    const refund = () => gateway.refund({ refundId, payment, amountMinor: 10_000, currency: 'CNY', signal: inTime() })
    await expect(refund()).rejects.not.toBeInstanceOf(ProviderRefusal)
    const { transactionId } = await refund()
    expect(stripe.account.refunds.filter(r => r.payment_intent === payment.transactionId)).toMatchObject([{ id: transactionId, amount: 10_000 }])
  })

  it('answers nothing known, never a no, where it fails, breaks off or takes too long', async () => {
    for (const how of ['away', 'reset'] as const) {
      stripe.faults.next({ how }, /./, 2)
      await expect(gateway.start(paymentRequest())).rejects.not.toBeInstanceOf(ProviderRefusal)
      stripe.faults.clear()
    }
    stripe.faults.next({ how: 'slow', ms: 3_000 })
    await expect(gateway.start(paymentRequest({ signal: AbortSignal.timeout(100) }))).rejects.not.toBeInstanceOf(ProviderRefusal)
  })

  it('is asked a second time by itself, and no oftener', async () => {
    stripe.faults.heard.length = 0
    stripe.faults.next({ how: 'away' })
    await gateway.start(paymentRequest())
    expect(stripe.faults.heard).toHaveLength(2)
    stripe.faults.next({ how: 'away' }, /./, 9)
    await expect(gateway.start(paymentRequest())).rejects.toThrow('does not answer')
    expect(stripe.faults.heard).toHaveLength(4)
  })

  it('refuses a key that is wrong for now only: its owner can mend it', async () => {
    const other = stripeGateway({ secretKey: 'sk_test_wrong', webhookSecret: 'whsec_x', apiUrl: stripe.url })
    await expect(other.start(paymentRequest())).rejects.not.toBeInstanceOf(ProviderRefusal)
  })
})

describe('money that goes back by Stripe', () => {
  it('goes back in parts, each once, and never more than came', async () => {
    const payment = await paid()
    const back = (refundId: string, amountMinor: number) => gateway.refund({ refundId, payment, amountMinor, currency: 'CNY', signal: inTime() })
    const [first, second] = [newId(), newId()]
    const answers = await Promise.all([back(first, 10_000), back(first, 10_000), back(second, 28_050)])
    expect(answers[0]).toEqual(answers[1])
    expect(stripe.account.refunds.filter(r => r.payment_intent === payment.transactionId).map(r => r.amount).sort()).toEqual([10_000, 28_050])
    await expect(back(newId(), 1)).rejects.toMatchObject({ name: 'ProviderRefusal', code: 'charge_already_refunded' })
  })

  it('is sent again after a bank sent it back', async () => {
    const payment = await paid()
    const refundId = newId()
    const back = () => gateway.refund({ refundId, payment, amountMinor: 38_050, currency: 'CNY', signal: inTime() })
    const first = await back()
    stripe.account.failRefund(first.transactionId)
    const second = await back()
    expect(second.transactionId).not.toBe(first.transactionId)
    expect(await back()).toEqual(second)
  })
})

describe('P-14: currencies', () => {
  it.each([
    ['JPY', 8_000, 8_000], ['KWD', 12_340, 12_340], ['CNY', 1, 1], ['ISK', 500, 50_000], ['XAF', 70_000, 700]
  ])('%s %d is asked for as %d, and comes back as it was', async (currency, amountMinor, amount) => {
    const request = paymentRequest({ currency, amountMinor })
    const { providerRef } = await gateway.start(request)
    expect(sessionsOf(request.paymentId)[0]!.amount_total).toBe(amount)
    stripe.account.pay(providerRef)
    expect(await gateway.lookUp(begun(request, providerRef), inTime())).toMatchObject({ state: 'captured', amountMinor, currency })
  })

  it.each([
    ['KWD', 12_345, 'amount-not-exact'], ['XAF', 70_050, 'amount-not-exact'], ['CNY', 0, 'amount-not-exact'], ['CNY', -1, 'amount-not-exact'], ['CNY', 0.5, 'amount-not-exact'],
    ['CNY', Number.NaN, 'amount-not-exact'], ['CNY', Number.POSITIVE_INFINITY, 'amount-not-exact'], ['CNY', 100_000_000, 'amount-too-large'], ['UGX', 100, 'currency-not-taken']
  ])('%s %d is refused before Stripe is asked: %s', async (currency, amountMinor, code) => {
    stripe.faults.heard.length = 0
    await expect(gateway.start(paymentRequest({ currency, amountMinor }))).rejects.toMatchObject({ name: 'ProviderRefusal', code })
    expect(stripe.faults.heard).toEqual([])
  })

  it('points are no money', () => {
    expect([gateway.takes('PTS'), gateway.takes('UGX'), gateway.takes('CNY'), gateway.takes('KWD')]).toEqual([false, false, true, true])
  })
})
