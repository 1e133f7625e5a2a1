import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { payments, providerEvents, refunds, tickets } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder, ownOrder } from '#server/domain/orders/index.ts'
import { confirmPayment, payOrder, settleRefunds, takeNotice } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { type AlipayServer, startAlipayServer } from '#tests/support/alipay-server.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person } from '#tests/support/house.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'

let stripe: StripeServer
let alipay: AlipayServer
let house: House

beforeAll(async () => {
  stripe = await startStripeServer()
  alipay = await startAlipayServer()
  house = await openTestHouse({ ...stripe.env, ...alipay.env })
})
afterAll(async () => {
  const broken = (await checkInvariants(house.db)).filter(i => i.violations > 0)
  await house.close()
  await Promise.all([stripe.stop(), alipay.stop()])
  expect(broken).toEqual([])
})

/** A guest who ordered two seats and chose a way to pay. */
async function begun(method: 'stripe' | 'alipay') {
  const session = await givenSession(house.db)
  const buyer = person(house)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(4) }, { seatId: session.seat(5) }] })
  const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
  const reader = { userId: null, guestSecret }
  const { paymentId, redirectUrl } = await payOrder(house, reader, orderId, method)
  const { providerRef } = (await house.db.select().from(payments).where(eq(payments.id, paymentId)))[0]!
  return { orderId, reader, paymentId, redirectUrl: redirectUrl!, providerRef: providerRef!, state: async () => (await ownOrder(house.db, reader, orderId)).state }
}

const fromStripe = (event: unknown) => {
  const { body, headers } = stripe.sign(event)
  return takeNotice(house, 'stripe', { body: Buffer.from(body), header: name => headers[name], nowMs: Date.now() })
}
const fromAlipay = (form: Record<string, string>) => takeNotice(house, 'alipay', { body: Buffer.from(alipay.sign(form)), header: () => undefined, nowMs: Date.now() })
const refundsOf = (paymentId: string) => house.db.select().from(refunds).where(eq(refunds.paymentId, paymentId))

describe('an order that is paid by Stripe', () => {
  it('P-01: is paid once by the same notices a hundred times at a time', async () => {
    const { orderId, providerRef, state } = await begun('stripe')
    stripe.account.pay(providerRef)
    const told = stripe.account.events.slice(-2)
    await Promise.all(Array.from({ length: 100 }, (_, i) => fromStripe(told[i % 2])))
    expect(await state()).toBe('paid')
    expect(await house.db.$count(tickets, eq(tickets.orderId, orderId))).toBe(2)
    expect(await house.db.$count(providerEvents, eq(providerEvents.provider, 'stripe'))).toBeGreaterThanOrEqual(2)
  })

  it('P-11: is found out without any notice, when its buyer comes back', async () => {
    const { orderId, reader, providerRef, state } = await begun('stripe')
    await confirmPayment(house, reader, orderId)
    expect(await state()).toBe('pending')
    stripe.account.pay(providerRef)
    await confirmPayment(house, reader, orderId)
    expect(await state()).toBe('paid')
  })

  it('P-04: is not, by other money than was asked for: that goes back in full', async () => {
    const { paymentId, providerRef, state } = await begun('stripe')
    const intent = stripe.account.pay(providerRef, { received: { amount: 75_999 } })
    await fromStripe(stripe.account.events.at(-1))
    expect(await state()).toBe('pending')
    await settleRefunds(house)
    expect(stripe.account.refunds.filter(r => r.payment_intent === intent.id).map(r => r.amount)).toEqual([75_999])
    expect(await refundsOf(paymentId)).toMatchObject([{ state: 'done', amountMinor: 75_999 }])
  })

  it('F-10: begun while Stripe broke off is the same page when it is begun again', async () => {
    const { orderId, reader, redirectUrl } = await begun('stripe')
    const again = await payOrder(house, reader, orderId, 'stripe')
    expect(again.redirectUrl).toBe(redirectUrl)
    expect([...stripe.account.sessions.values()].filter(s => s.client_reference_id === again.paymentId)).toHaveLength(1)
  })

  it('P-15: whoever chooses Alipay instead can no longer pay on Stripe\'s page', async () => {
    const first = await begun('stripe')
    const second = await payOrder(house, first.reader, first.orderId, 'alipay')
    expect(stripe.account.session(first.providerRef).status).toBe('expired')
    alipay.account.pay(alipay.open(second.redirectUrl!))
    await fromAlipay(alipay.account.notices.at(-1)!.form)
    expect(await first.state()).toBe('paid')
  })

  it('P-15: whoever pays by both all the same has the second back in full', async () => {
    alipay.account.mayFaceToFace = false
    const first = await begun('alipay')
    const second = await payOrder(house, first.reader, first.orderId, 'stripe')
    alipay.account.pay(alipay.open(first.redirectUrl))
    const { form } = alipay.account.notices.at(-1)!
    const [attempt] = await house.db.select().from(payments).where(eq(payments.id, second.paymentId))
    const intent = stripe.account.pay(attempt!.providerRef!)
    await Promise.all([fromAlipay(form), fromStripe(stripe.account.events.at(-1))])
    await settleRefunds(house)
    expect(await first.state()).toBe('paid')
    const states = await Promise.all([first.paymentId, second.paymentId].map(id => house.db.select().from(payments).where(eq(payments.id, id)).then(rows => rows[0]!.state)))
    expect(states.sort()).toEqual(['captured', 'surplus'])
    const back = stripe.account.refunds.filter(r => r.payment_intent === intent.id).reduce((sum, r) => sum + r.amount, 0) + [...alipay.account.trades.get(first.providerRef)!.refunds.values()].reduce((sum, r) => sum + Math.round(Number(r.amount) * 100), 0)
    expect(back).toBe(76_000)
    alipay.account.mayFaceToFace = true
  })
})

describe('an order that is paid by Alipay', () => {
  it('P-05: is paid once, and stays paid when the trade is closed afterwards', async () => {
    const { orderId, redirectUrl, state } = await begun('alipay')
    alipay.account.pay(alipay.open(redirectUrl))
    const { form } = alipay.account.notices.at(-1)!
    await Promise.all(Array.from({ length: 20 }, () => fromAlipay(form)))
    await fromAlipay({ ...form, notify_id: `${form.notify_id}9`, trade_status: 'TRADE_CLOSED' })
    expect(await state()).toBe('paid')
    expect(await house.db.$count(tickets, eq(tickets.orderId, orderId))).toBe(2)
  })

  it('P-05: is not, by one fen more: that goes back in full', async () => {
    const { paymentId, redirectUrl, state } = await begun('alipay')
    const trade = alipay.account.pay(alipay.open(redirectUrl), { received: '760.01' })
    await fromAlipay(alipay.account.notices.at(-1)!.form)
    expect(await state()).toBe('pending')
    await settleRefunds(house)
    expect([...trade.refunds.values()].map(r => r.amount)).toEqual(['760.01'])
    const { form } = alipay.account.notices.at(-1)!
    await fromAlipay(form)
    expect(await refundsOf(paymentId)).toMatchObject([{ state: 'done', amountMinor: 76_001 }])
  })
})
