import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { payments, refunds } from '#drizzle/schema/index.ts'
import { endPaidOrder } from '#server/domain/orders/end-paid-order.ts'
import { cancelOrder, ownOrder } from '#server/domain/orders/index.ts'
import { type PaymentGateway, ProviderRefusal, cancelUnpaid, closeOverdue, payOrder, sendBack, sendRefundAgain, settleRefunds, walletBalance } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { closeSoundHouse, openTestHouse, refusalCode } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'
import { givenOrder, givenStarted, standOf } from './buying.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const like = (changes: Partial<PaymentGateway>) => ({ ...house, gateways: [{ ...house.gateways[0]!, ...changes }] })

describe('a provider that does not answer', () => {
  it('F-10: takes nothing that the house knows of: the order waits, and the next try asks by the same key', async () => {
    const order = await givenOrder(house)
    const asked: string[] = []
    const cut = like({ start: async (payment) => {
      asked.push(payment.paymentId)
      await house.gateways[0]!.start(payment)
      throw new Error('the connection was cut after it had worked')
    } })
    expect(await refusalCode(payOrder(cut, order.reader, order.orderId, 'sandbox'))).toBe('payment-provider-away')
    expect(await standOf(house, order)).toMatchObject({ order: 'pending', payments: ['started'] })
    const { paymentId } = await payOrder(house, order.reader, order.orderId, 'sandbox')
    expect(asked).toEqual([paymentId])
    await payAtSandbox(house, paymentId)
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', payments: ['captured'] })
  })

  it('that says no for good ends its attempt, and another way can be chosen', async () => {
    const order = await givenOrder(house, { points: 100_000 })
    const strict = like({ start: () => Promise.reject(new ProviderRefusal('amount-too-small', 'too small')) })
    expect(await refusalCode(payOrder(strict, order.reader, order.orderId, 'sandbox', { usePoints: true }))).toBe('payment-refused')
    expect(await standOf(house, order)).toMatchObject({ order: 'pending', payments: ['failed'] })
    expect(await walletBalance(house.db, order.userId!)).toBe(100_000)
    await payOrder(house, order.reader, order.orderId, 'points')
    expect((await standOf(house, order)).order).toBe('paid')
  })
})

describe('points and money together', () => {
  it('pay an order, and go back in the mix in which they came', async () => {
    const order = await givenStarted(house, { points: 30_000, usePoints: true })
    expect(await walletBalance(house.db, order.userId!)).toBe(0)
    expect((await house.sandbox!.show(order.paymentId)).amountMinor).toBe(46_000)
    await payAtSandbox(house, order.paymentId)
    expect((await standOf(house, order)).order).toBe('paid')

    await house.db.transaction(async (tx) => {
      const paid = await ownOrder(tx, order.reader, order.orderId)
      await sendBack(tx, paid, 'goodwill', 38_000)
    })
    expect(await walletBalance(house.db, order.userId!)).toBe(15_000)
    await house.db.transaction(async (tx) => {
      const paid = await ownOrder(tx, order.reader, order.orderId)
      await endPaidOrder(tx, paid, 'test')
      await sendBack(tx, paid, 'goodwill')
    })
    await settleRefunds(house)
    expect(await standOf(house, order)).toMatchObject({ order: 'refunded', refunds: [{ state: 'done', amountMinor: 23_000, pointsMinor: 15_000 }, { state: 'done', amountMinor: 23_000, pointsMinor: 15_000 }] })
    expect(await walletBalance(house.db, order.userId!)).toBe(30_000)
  })

  it('are in the wallet again when the payment comes to nothing', async () => {
    const order = await givenStarted(house, { points: 30_000, usePoints: true })
    await cancelUnpaid(house, order.reader, order.orderId)
    expect(await walletBalance(house.db, order.userId!)).toBe(30_000)
  })

  it('are in the wallet again when the order is over before the attempt, or a process died before it was begun', async () => {
    const [cancelled, unbegun] = [await givenStarted(house, { points: 30_000, usePoints: true }), await givenStarted(house, { points: 30_000, usePoints: true })]
    await house.db.update(payments).set({ providerRef: null, redirectUrl: null }).where(eq(payments.id, unbegun.paymentId))
    for (const order of [cancelled, unbegun]) await cancelOrder(house, order.reader, order.orderId)
    expect(await walletBalance(house.db, cancelled.userId!)).toBe(0)
    await closeOverdue(house)
    for (const order of [cancelled, unbegun]) {
      expect(await standOf(house, order)).toMatchObject({ order: 'cancelled', payments: ['cancelled'] })
      expect(await walletBalance(house.db, order.userId!)).toBe(30_000)
    }
    expect((await house.sandbox!.show(cancelled.paymentId)).state).toBe('cancelled')
  })

  it('are set aside once, however often the payment is begun, and given back when another way is chosen', async () => {
    const order = await givenOrder(house, { points: 30_000 })
    const begun = await Promise.all(Array.from({ length: 5 }, () => payOrder(house, order.reader, order.orderId, 'sandbox', { usePoints: true })))
    expect(new Set(begun.map(b => b.paymentId)).size).toBe(1)
    expect(await walletBalance(house.db, order.userId!)).toBe(0)
    const whole = await payOrder(house, order.reader, order.orderId, 'sandbox')
    expect(await walletBalance(house.db, order.userId!)).toBe(30_000)
    await payAtSandbox(house, whole.paymentId)
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', payments: ['cancelled', 'captured'] })
  })

  it('do not pay when the points were spent after the payment was given up, and its money came late', async () => {
    const order = await givenStarted(house, { points: 30_000, usePoints: true })
    const money = house.sandbox!.show(order.paymentId)
    const deaf = like({ cancel: () => Promise.resolve({ state: 'cancelled' }) })
    await payOrder(deaf, order.reader, order.orderId, 'sandbox')
    // Not in the wallet any more: spent elsewhere.
    const other = await givenOrder(house)
    await house.db.execute(sql`update orders set user_id = ${order.userId}, guest_secret_hash = null, total_minor = 30000, discount_minor = 46000 where id = ${other.orderId}`)
    await house.db.execute(sql`update order_lines set discount_minor = 23000 where order_id = ${other.orderId}`)
    await payOrder(house, { userId: order.userId, guestSecret: null }, other.orderId, 'points')
    expect((await money).state).toBe('open')
    await house.sandbox!.act(order.paymentId, { outcome: 'pay' })
    expect(await standOf(house, order)).toMatchObject({ order: 'pending', payments: ['surplus', 'started'], refunds: [{ state: 'requested', amountMinor: 46_000, pointsMinor: 0 }] })
  })
})

describe('a refund that its provider refuses', () => {
  it('W-07: is shown as failed, sent again under another name, and goes back once', async () => {
    const order = await givenStarted(house)
    await payAtSandbox(house, order.paymentId)
    await house.db.transaction(async (tx) => {
      const paid = await ownOrder(tx, order.reader, order.orderId)
      await endPaidOrder(tx, paid, 'test')
      await sendBack(tx, paid, 'event-cancelled')
    })
    const names: string[] = []
    const refusing = like({ refund: (refund) => {
      names.push(refund.refundId)
      return Promise.reject(new ProviderRefusal('card-closed', 'the card is closed'))
    } })
    await settleRefunds(refusing)
    const [failed] = await house.db.select().from(refunds).where(eq(refunds.orderId, order.orderId))
    expect(failed).toMatchObject({ state: 'failed', lastError: 'the card is closed' })
    await settleRefunds(house)
    expect((await standOf(house, order)).refunds[0]!.state).toBe('failed')
    await sendRefundAgain(house, failed!.id, 'user:admin')
    expect(await refusalCode(sendRefundAgain(house, failed!.id, 'user:admin'))).toBe('illegal-transition')
    await settleRefunds(house)
    expect((await standOf(house, order)).refunds).toEqual([{ state: 'done', amountMinor: 76_000, pointsMinor: 0 }])
    expect(names.filter(name => name.startsWith(failed!.id))).toEqual([failed!.id])
  })
})
