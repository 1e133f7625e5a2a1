import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders, outbox, payments, refundRights, refunds, sessions } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { describeOrder } from '#server/domain/orders/index.ts'
import { confirmPayment, forgetInstruments, payOrder, settleRefunds, takeNotice } from '#server/domain/payments/index.ts'
import { giveBack } from '#server/domain/refunds/index.ts'
import type { House } from '#server/house.ts'
import { type AlipayServer, startAlipayServer } from '#tests/support/alipay-server.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { TERMS, beginChange, change, givenOtherPrice, orderRow, ticketsOf } from '../changes/given-changes.ts'
import { givenOrder, givenStarted, standOf } from './buying.ts'
import { type AtStripe, atStripe, fiftyByOneCard, givenAtStripe, hear, isKeptAnywhere, payBy, soldOf } from './one-card.ts'

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

const limitedTo = (perPersonLimit: number) => givenSession(house.db, { perPersonLimit, rows: 6, seatsPerRow: 10 })

/** The guest pays by a card, and the house hears of it. */
async function buyBy(card: string, guest: AtStripe): Promise<string> {
  for (const event of payBy(stripe, card, guest)) await hear(house, stripe, event)
  return (await standOf(house, guest)).order
}

describe('T-09: one card, however many addresses', () => {
  it('buys four tickets by fifty orders at once; the others are cancelled, their money goes back, their seats are free', { timeout: 120_000 }, async () => {
    const session = await limitedTo(4)
    const guests = await fiftyByOneCard(house, stripe, session, 'gold')
    const ids = guests.map(guest => guest.orderId)
    expect(await soldOf(house, session)).toEqual({ good: 4, taken: 4 })
    const states = (await house.db.select().from(orders).where(inArray(orders.id, ids))).map(order => order.state)
    expect(states.filter(state => state === 'paid')).toHaveLength(4)
    expect(states.filter(state => state === 'cancelled')).toHaveLength(46)
    while (await house.db.$count(refunds, eq(refunds.state, 'requested')) > 0) await settleRefunds(house)
    const back = await house.db.select().from(refunds).where(inArray(refunds.orderId, ids))
    expect(back.map(({ state, amountMinor, reason }) => ({ state, amountMinor, reason }))).toEqual(Array.from({ length: 46 }, () => ({ state: 'done', amountMinor: 38_000, reason: 'surplus' })))
    const surplus = await house.db.select().from(payments).where(eq(payments.state, 'surplus'))
    expect(new Set(surplus.map(payment => payment.failureCode))).toEqual(new Set(['card-limit']))
    const told = (await house.db.select().from(outbox).where(eq(outbox.topic, 'notice'))).filter(news => news.payload.kind === 'payment-returned')
    expect(told.map(news => (news.payload.params as { why: string }).why)).toEqual(Array.from({ length: 46 }, () => 'card-limit'))
  })

  it('is one limit for each card', async () => {
    const session = await limitedTo(2)
    for (const [n, card] of ['blue', 'red', 'blue', 'red'].entries()) expect(await buyBy(card, await givenAtStripe(house, session, n))).toBe('paid')
    expect(await buyBy('blue', await givenAtStripe(house, session, 10))).toBe('cancelled')
    expect(await buyBy('red', await givenAtStripe(house, session, 11))).toBe('cancelled')
    expect(await buyBy('green', await givenAtStripe(house, session, 12, 13))).toBe('paid')
  })

  it('is one limit for each session', async () => {
    const [one, other] = [await limitedTo(2), await limitedTo(2)]
    expect(await buyBy('silver', await givenAtStripe(house, one, 0, 1))).toBe('paid')
    expect(await buyBy('silver', await givenAtStripe(house, other, 0, 1))).toBe('paid')
  })

  it('counts whole orders: two more on top of three are one too many of four, and one is not', async () => {
    const session = await limitedTo(4)
    expect(await buyBy('iron', await givenAtStripe(house, session, 0, 1, 2))).toBe('paid')
    const two = await givenAtStripe(house, session, 3, 4)
    expect(await buyBy('iron', two)).toBe('cancelled')
    expect((await standOf(house, two)).refunds).toMatchObject([{ amountMinor: 76_000 }])
    expect(await buyBy('iron', await givenAtStripe(house, session, 3))).toBe('paid')
  })

  it('may buy again what it gave back', async () => {
    const session = await limitedTo(1)
    const first = await givenAtStripe(house, session, 0)
    expect(await buyBy('copper', first)).toBe('paid')
    expect(await buyBy('copper', await givenAtStripe(house, session, 1))).toBe('cancelled')
    await house.db.insert(refundRights).values({ orderId: first.orderId, reason: 'session-changed', until: new Date(Date.now() + 3_600_000) })
    await giveBack(house, first.reader, first.orderId)
    expect(await buyBy('copper', await givenAtStripe(house, session, 2))).toBe('paid')
  })

  it('is one limit for each account of Alipay too', async () => {
    const session = await limitedTo(1)
    const buy = async (seat: number, buyer: string) => {
      const order = await givenOrder(house, { session, seats: [seat] })
      const { redirectUrl } = await payOrder(house, order.reader, order.orderId, 'alipay')
      alipay.account.pay(alipay.open(redirectUrl!), { buyer })
      await takeNotice(house, 'alipay', { body: Buffer.from(alipay.sign(alipay.account.notices.at(-1)!.form)), header: () => undefined, nowMs: Date.now() })
      return (await standOf(house, order)).order
    }
    expect([await buy(0, '2088000000000007'), await buy(1, '2088000000000007'), await buy(2, '2088000000000008')]).toEqual(['paid', 'cancelled', 'paid'])
  })

  it('is told the same however often its notices come, and to whoever comes back from the page', async () => {
    const session = await limitedTo(1)
    await buyBy('lead', await givenAtStripe(house, session, 0))
    const late = await givenAtStripe(house, session, 1)
    const events = payBy(stripe, 'lead', late)
    // He is back before any notice.
    await confirmPayment(house, late.reader, late.orderId)
    await Promise.all(Array.from({ length: 20 }, (_, n) => hear(house, stripe, events[n % events.length]!)))
    expect(await standOf(house, late)).toMatchObject({ order: 'cancelled', payments: ['surplus'], refunds: [{ amountMinor: 38_000 }], tickets: [] })
    const shown = await describeOrder(house.db, await orderRow(house, late.orderId), [])
    expect(shown.payments).toMatchObject([{ state: 'surplus', declined: 'card-limit' }])
    expect(await soldOf(house, session)).toEqual({ good: 1, taken: 1 })
  })

  it('counts a ticket that its money pays by now, and not the one that was changed for it', async () => {
    const session = await limitedTo(1)
    await house.db.update(sessions).set({ changeTerms: TERMS }).where(eq(sessions.id, session.sessionId))
    const dearer = await givenOtherPrice(house, session, 50_000)
    const first = { ...await givenAtStripe(house, session, 0), buyer: person(house) }
    await buyBy('tin', first)
    // For the same price: no card is asked for it, and yet it was bought by this one.
    const [old] = await ticketsOf(house, first.orderId)
    const even = await change(house, first, old!.id, { session, seat: 1 })
    expect(await buyBy('tin', await givenAtStripe(house, session, 2))).toBe('cancelled')
    // For a higher one, of which the card pays the difference.
    const begun = await beginChange(house, { ...first, orderId: even.orderId }, even.ticket.id, { session, seat: 3, ticketTypeId: dearer })
    expect(await buyBy('tin', await atStripe(house, { ...first, orderId: begun.orderId }))).toBe('paid')
    expect(await soldOf(house, session)).toEqual({ good: 1, taken: 1 })
    expect(await buyBy('tin', await givenAtStripe(house, session, 4))).toBe('cancelled')
  })
})

describe('a card', () => {
  it('is kept as nothing but a hash by a key of the house, and not any more when the show is over', async () => {
    const session = await limitedTo(1)
    const guest = await givenAtStripe(house, session, 0)
    await buyBy('platinum', guest)
    const hashOf = async () => (await house.db.select().from(payments).where(eq(payments.id, guest.paymentId)))[0]!.instrumentHash
    expect(await hashOf()).toMatch(/^[\w-]{43}$/)
    expect(await isKeptAnywhere(house, 'print-of-platinum')).toBe(false)
    await forgetInstruments(house.db)
    expect(await hashOf()).not.toBeNull()
    await house.db.update(sessions).set({ startsAt: sql`now() - interval '3 hours'`, endsAt: sql`now() - interval '1 minute'` }).where(eq(sessions.id, session.sessionId))
    await forgetInstruments(house.db)
    expect(await hashOf()).toBeNull()
  })

  it('does not keep anybody waiting where Stripe does not say which it is', async () => {
    const session = await limitedTo(1)
    const guest = await givenAtStripe(house, session, 0)
    const events = payBy(stripe, 'steel', guest)
    const away = { ...house, gateways: house.gateways.map(gateway => gateway.name === 'stripe' ? { ...gateway, lookUp: () => Promise.reject(new Error('no answer')) } : gateway) }
    await hear(away, stripe, events[0]!)
    expect((await standOf(house, guest)).order).toBe('paid')
  })

  it('counts at the sandbox where somebody names it, and else each payment is of its own', async () => {
    const session = await limitedTo(1)
    const pay = async (seat: number, card?: string) => {
      const guest = await givenStarted(house, { session, seats: [seat] })
      await house.sandbox!.act(guest.paymentId, { outcome: 'pay', card })
      return (await standOf(house, guest)).order
    }
    expect([await pay(0), await pay(1), await pay(2, 'a'), await pay(3, 'a'), await pay(4, 'b')]).toEqual(['paid', 'paid', 'paid', 'cancelled', 'paid'])
  })
})
