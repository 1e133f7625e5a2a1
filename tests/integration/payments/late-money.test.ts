import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders, outbox, payments, sandboxPayments } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, sweepOverdue } from '#server/domain/orders/index.ts'
import { type PaymentGateway, cancelUnpaid, closeOverdue, confirmPayment, lookAfterPayments, payOrder, settleRefunds, takeNotice } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, guestContact, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { type Waiting, givenOrder, givenStarted, standOf } from './buying.ts'
import { bodyOf, signed } from './post.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const take = (paymentId: string) => takeNotice(house, 'sandbox', signed(bodyOf(paymentId, 'payment.paid')))
const RETURNED = { refunds: [{ state: 'requested', amountMinor: 76_000, pointsMinor: 0 }], tickets: [] }

/** The time to pay is over, and so is every promise of the provider. */
async function overdue({ orderId }: Pick<Waiting, 'orderId'>) {
  await house.db.update(orders).set({ payableUntil: sql`case when payable_until is not null then now() - interval '1 second' end`, expiresAt: sql`now() - interval '1 second'` }).where(eq(orders.id, orderId))
}

/** The provider takes the money although the attempt was closed there. */
const payAnyway = (paymentId: string) => house.db.insert(sandboxPayments)
  .values({ id: paymentId, reference: 'FY', title: 'x', amountMinor: 76_000, currency: 'CNY', returnUrl: '/', expiresAt: new Date() })
  .onConflictDoUpdate({ target: sandboxPayments.id, set: { state: 'paid', paidAt: sql`now()` } })

async function expired(wish?: Parameters<typeof givenStarted>[1]) {
  const order = await givenStarted(house, wish)
  await overdue(order)
  await closeOverdue(house)
  await sweepOverdue(house)
  expect(await standOf(house, order)).toMatchObject({ order: 'expired', payments: ['cancelled'] })
  return order
}

const resell = async ({ session }: Waiting) => {
  const next = person(house)
  const hold = await holdSeats(house, next, session.sessionId, { seats: [{ seatId: session.seat(5) }] })
  await createOrder(house, next, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(next.visitor) })
}

describe('money that comes after the time to pay', () => {
  it('P-07: buys the tickets where the seats are still free', async () => {
    const order = await expired()
    await take(order.paymentId)
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', payments: ['captured'], refunds: [], tickets: ['valid', 'valid'] })
    expect(await refusalCode(resell(order))).toBe('seat-taken')
  })

  it('P-07: buys them where nobody has let go of the seats yet', async () => {
    const order = await givenStarted(house)
    await overdue(order)
    await take(order.paymentId)
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', tickets: ['valid', 'valid'] })
  })

  it('P-08: goes back in full where a seat was sold to somebody else, and its payer is told', async () => {
    const order = await expired()
    await resell(order)
    await payAnyway(order.paymentId)
    await take(order.paymentId)
    expect(await standOf(house, order)).toEqual({ order: 'expired', payments: ['surplus'], dispute: null, ...RETURNED })
    await settleRefunds(house)
    expect((await standOf(house, order)).refunds).toEqual([{ state: 'done', amountMinor: 76_000, pointsMinor: 0 }])
    const told = (await house.db.select().from(outbox).where(eq(outbox.topic, 'notice'))).filter(m => m.payload.path === `/orders/${order.orderId}`)
    expect(told.map(m => m.payload.kind)).toEqual(['payment-returned', 'refund-done'])
  })

  it('P-08: goes back where its buyer has as many tickets as a person may have by now', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 2 })
    const order = await expired({ session })
    const [{ contactEmail, personKey, personEmailHash }] = await house.db.select().from(orders).where(eq(orders.id, order.orderId)) as [typeof orders.$inferSelect]
    const again = await givenOrder(house, { session, seats: [8, 9] })
    await house.db.update(orders).set({ contactEmail, personKey, personEmailHash }).where(eq(orders.id, again.orderId))
    await take(order.paymentId)
    expect((await standOf(house, order)).payments).toEqual(['surplus'])
  })

  it('P-10: a day after its order was cancelled goes back, once, whether a notice says so or nobody does', async () => {
    const [told, untold] = [await givenStarted(house), await givenStarted(house)]
    for (const order of [told, untold]) {
      await cancelUnpaid(house, order.reader, order.orderId)
      await payAnyway(order.paymentId)
      await house.db.update(payments).set({ createdAt: sql`now() - interval '25 hours'`, settledAt: sql`now() - interval '25 hours'` }).where(eq(payments.id, order.paymentId))
    }
    for (let i = 0; i < 3; i++) await take(told.paymentId)
    await lookAfterPayments(house)
    for (const order of [told, untold]) expect(await standOf(house, order)).toEqual({ order: 'cancelled', payments: ['surplus'], dispute: null, ...RETURNED })
  })

  it('P-15: of two payments of one order the first wins, and the second goes back in full', async () => {
    const order = await givenStarted(house)
    const other: PaymentGateway = { ...house.gateways[0]!, name: 'other', start: () => Promise.resolve({ providerRef: 'o', redirectUrl: 'https://pay.example/o', qrText: null, until: null }) }
    // The first provider does not answer when it is asked to close its attempt.
    const deaf: PaymentGateway = { ...house.gateways[0]!, cancel: () => Promise.reject(new Error('no answer')) }
    const second = await payOrder({ ...house, gateways: [deaf, other] }, order.reader, order.orderId, 'other')
    await take(order.paymentId)
    await takeNotice({ ...house, gateways: [other] }, 'other', signed(bodyOf(second.paymentId, 'payment.paid')))
    expect(await standOf(house, order)).toEqual({ order: 'paid', payments: ['captured', 'surplus'], dispute: null, refunds: RETURNED.refunds, tickets: ['valid', 'valid'] })
  })

  it('is not taken by the page that one comes back to (P-06)', async () => {
    const order = await givenStarted(house)
    await confirmPayment(house, order.reader, order.orderId)
    expect(await standOf(house, order)).toMatchObject({ order: 'pending', payments: ['started'] })
  })
})

describe('a payment of which no notice comes', () => {
  it('P-11: is found by asking the provider', async () => {
    const order = await givenStarted(house)
    await house.sandbox!.act(order.paymentId, { outcome: 'pay', manner: 'never' })
    expect((await standOf(house, order)).order).toBe('pending')
    await house.db.update(payments).set({ createdAt: sql`now() - interval '1 minute'` }).where(eq(payments.id, order.paymentId))
    await lookAfterPayments(house)
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', tickets: ['valid', 'valid'] })
  })

  it('P-11: is found at once by whoever comes back from the page', async () => {
    const order = await givenStarted(house)
    await house.sandbox!.act(order.paymentId, { outcome: 'pay', manner: 'never' })
    await confirmPayment(house, order.reader, order.orderId)
    expect((await standOf(house, order)).order).toBe('paid')
  })
})

describe('seats that somebody may still pay for', () => {
  it('P-09: are not sold to another before the provider has closed the attempt', async () => {
    const order = await givenStarted(house)
    await house.db.update(orders).set({ payableUntil: sql`now() - interval '1 second'` }).where(eq(orders.id, order.orderId))
    const deaf = [{ ...house.gateways[0]!, cancel: () => Promise.reject(new Error('no answer')) }]
    await closeOverdue({ ...house, gateways: deaf })
    await sweepOverdue(house)
    expect((await standOf(house, order)).order).toBe('pending')
    expect(await refusalCode(resell(order))).toBe('seat-taken')
    expect(await refusalCode(payOrder(house, order.reader, order.orderId, 'sandbox'))).toBe('order-expired')
    expect(await refusalCode(cancelUnpaid({ ...house, gateways: deaf }, order.reader, order.orderId))).toBe('payment-provider-away')
    await closeOverdue(house)
    await sweepOverdue(house)
    expect((await standOf(house, order)).order).toBe('expired')
    await resell(order)
  })

  it('P-09: in 200 races of the end of the time with the payment are either paid or free, and never both', { timeout: 300_000 }, async () => {
    const session = await givenSession(house.db, { rows: 20, seatsPerRow: 20 })
    const ends: Record<string, number> = {}
    for (let n = 0; n < 200; n += 10) {
      const raced = await Promise.all(Array.from({ length: 10 }, async (_, i) => {
        const order = await givenStarted(house, { session, seats: [(n + i) * 2, (n + i) * 2 + 1] })
        await overdue(order)
        const pay = () => house.sandbox!.act(order.paymentId, { outcome: 'pay' }).catch(() => null)
        const end = async () => {
          await closeOverdue(house)
          await sweepOverdue(house)
        }
        await Promise.all(i % 2 ? [pay(), end()] : [end(), pay()])
        return order
      }))
      await closeOverdue(house)
      await sweepOverdue(house)
      for (const order of raced) {
        const stand = await standOf(house, order)
        const { state } = await house.sandbox!.show(order.paymentId)
        const seen = `${stand.order}, ${stand.payments.join()}, ${state}, ${stand.tickets.length} tickets`
        ends[seen] = (ends[seen] ?? 0) + 1
      }
    }
    expect(Object.keys(ends).sort()).toEqual(['expired, cancelled, cancelled, 0 tickets', 'paid, captured, paid, 2 tickets'])
  })
})

describe('an order whose owner cancels it', () => {
  it('is paid where he had paid a moment before', async () => {
    const order = await givenStarted(house)
    await house.sandbox!.act(order.paymentId, { outcome: 'pay', manner: 'never' })
    expect(await refusalCode(cancelUnpaid(house, order.reader, order.orderId))).toBe('order-not-payable')
    expect((await standOf(house, order)).order).toBe('paid')
    expect(await refusalCode(cancelOrder(house, order.reader, order.orderId))).toBe('illegal-transition')
  })
})
