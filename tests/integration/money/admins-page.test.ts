import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '#drizzle/schema/index.ts'
import { auditLog, notifications, orders, outbox, payments, providerEvents, refunds } from '#drizzle/schema/index.ts'
import { type PaymentGateway, ProviderRefusal, cancelUnpaid, explainEvent, lookUpPayment, readMoney, sendRefundAgain, settleRefunds, takeNotice } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { relayOutbox } from '#server/jobs/outbox-relay.ts'
import { subscribersOf } from '#server/jobs/subscribers.ts'
import type { ConcernKind } from '#shared/api/money.ts'
import { newId } from '#shared/ids/id.ts'
import { somebody } from '#tests/integration/policy/callers.ts'
import { closeSoundHouse, openTestHouse, refusalCode } from '#tests/support/house.ts'
import { givenStarted, standOf } from '../payments/buying.ts'
import { bodyOf, signed } from '../payments/post.ts'

let house: House & { databaseUrl: string }
let adminId: string

beforeAll(async () => {
  house = await openTestHouse()
  adminId = (await somebody(house.db, 'admin')).userId
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const take = (paymentId: string, type = 'payment.paid', more = {}) => takeNotice(house, 'sandbox', signed(bodyOf(paymentId, type, more)))
const concernsOf = async (kind: ConcernKind) => (await readMoney(house)).parts.find(part => part.kind === kind)!
const acts = async (action: string, subjectId: string) => (await house.db.select().from(auditLog).where(and(eq(auditLog.action, action), eq(auditLog.subjectId, subjectId)))).map(row => row.actor)
const relay = async () => {
  while (await relayOutbox(house.db, subscribersOf(house)) > 0);
}
const told = async (kind: string) => (await house.db.select().from(notifications).where(and(eq(notifications.userId, adminId), eq(notifications.kind, kind))))

/** An order that was given up and paid all the same: its money goes back. */
async function surplus() {
  const order = await givenStarted(house)
  await cancelUnpaid(house, order.reader, order.orderId)
  await take(order.paymentId)
  return order
}

describe('what admins see of money', () => {
  it('is money without an order, until it is back with its payer', async () => {
    const order = await surplus()
    const [reference] = await house.db.select({ reference: orders.reference }).from(orders).where(eq(orders.id, order.orderId))
    const { concerns } = await concernsOf('surplus')
    expect(concerns.find(one => one.id === order.paymentId)).toMatchObject({ why: 'order-cancelled', order: reference, method: 'sandbox', amount: { amountMinor: 76_000, currency: 'CNY' } })
    await house.db.update(schema.sandboxPayments).set({ state: 'paid', paidAt: sql`now()` }).where(eq(schema.sandboxPayments.id, order.paymentId))
    await settleRefunds(house)
    expect((await concernsOf('surplus')).concerns.filter(one => one.id === order.paymentId)).toEqual([])
  })

  it('is an order without money', async () => {
    const order = await givenStarted(house)
    await take(order.paymentId)
    await house.db.update(payments).set({ state: 'failed' }).where(eq(payments.id, order.paymentId))
    expect((await concernsOf('order-without-money')).concerns).toMatchObject([{ id: order.orderId, why: 'no-payment', amount: { amountMinor: 76_000 } }])
    await house.db.update(payments).set({ state: 'captured' }).where(eq(payments.id, order.paymentId))
    expect((await concernsOf('order-without-money')).count).toBe(0)
  })

  it('is a refund that waits longer than five minutes, and one that failed, with the provider\'s words', async () => {
    const order = await surplus()
    await house.db.update(refunds).set({ createdAt: sql`now() - interval '6 minutes'` }).where(eq(refunds.orderId, order.orderId))
    const [refund] = await house.db.select().from(refunds).where(eq(refunds.orderId, order.orderId))
    expect((await concernsOf('refund-waiting')).concerns).toMatchObject([{ id: refund!.id }])
    await settleRefunds({ ...house, gateways: [{ ...house.gateways[0]!, refund: () => Promise.reject(new ProviderRefusal('closed', 'The card was closed')) }] })
    expect((await concernsOf('refund-waiting')).concerns).toEqual([])
    expect((await concernsOf('refund-failed')).concerns).toMatchObject([{ id: refund!.id, words: 'The card was closed' }])
  })

  it('is an open dispute until it is decided', async () => {
    const order = await givenStarted(house)
    await take(order.paymentId)
    const [{ transactionId }] = await house.db.select({ transactionId: payments.transactionId }).from(payments).where(eq(payments.id, order.paymentId)) as [{ transactionId: string }]
    const dispute = { transactionId, disputeId: 'd1' }
    await take(order.paymentId, 'dispute.opened', dispute)
    expect((await concernsOf('dispute')).concerns).toMatchObject([{ id: order.paymentId }])
    await take(order.paymentId, 'dispute.won', dispute)
    expect((await concernsOf('dispute')).count).toBe(0)
  })

  it('is as many questions for one as for sixty, and a list that ends (D-02)', async () => {
    const client = postgres(house.databaseUrl, { max: 2, onnotice: () => {} })
    let queries = 0
    const counting = drizzle(client, { schema, logger: { logQuery: () => void queries++ } })
    const cost = async () => {
      queries = 0
      await readMoney({ db: counting })
      return queries
    }
    try {
      const few = await cost()
      await house.db.insert(providerEvents).values(Array.from({ length: 60 }, () => ({ provider: 'sandbox', providerEventId: newId(), outcome: 'unmatched', receivedAt: new Date(Date.now() - 3_600_000) })))
      expect(await cost()).toBe(few)
      expect(few).toBeLessThanOrEqual(10)
      const part = await concernsOf('unexplained')
      expect([part.count >= 60, part.concerns.length]).toEqual([true, 50])
    } finally {
      await client.end()
      await house.db.delete(providerEvents).where(eq(providerEvents.outcome, 'unmatched'))
    }
  })
})

describe('what admins do about money', () => {
  it('asks the provider about a payment of which no notice came, and the order is paid', async () => {
    const order = await givenStarted(house)
    await house.sandbox!.act(order.paymentId, { outcome: 'pay', manner: 'never' })
    await house.db.update(payments).set({ createdAt: sql`now() - interval '2 hours'` }).where(eq(payments.id, order.paymentId))
    expect((await concernsOf('payment-waiting')).concerns).toMatchObject([{ id: order.paymentId, paymentId: order.paymentId, why: 'open-long' }])
    const answers = await Promise.all(Array.from({ length: 4 }, () => lookUpPayment(house, adminId, order.paymentId)))
    expect(answers).toEqual(['paid', 'paid', 'paid', 'paid'])
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', payments: ['captured'], tickets: ['valid', 'valid'] })
    expect(await acts('payment.looked-up', order.paymentId)).toEqual([adminId, adminId, adminId, adminId])
    expect((await concernsOf('payment-waiting')).count).toBe(0)
  })

  it('changes nothing where the provider is silent', async () => {
    const order = await givenStarted(house)
    const silent: PaymentGateway = { ...house.gateways[0]!, lookUp: () => Promise.reject(new Error('no answer')) }
    expect(await refusalCode(lookUpPayment({ ...house, gateways: [silent] }, adminId, order.paymentId))).toBe('provider-silent')
    expect(await refusalCode(lookUpPayment({ ...house, gateways: [] }, adminId, order.paymentId))).toBe('provider-silent')
    expect(await refusalCode(lookUpPayment(house, adminId, newId()))).toBe('not-found')
    expect(await standOf(house, order)).toMatchObject({ order: 'pending', payments: ['started'] })
  })

  it('sends a refund again that failed, once', async () => {
    const order = await surplus()
    await settleRefunds({ ...house, gateways: [{ ...house.gateways[0]!, refund: () => Promise.reject(new ProviderRefusal('no', 'no')) }] })
    const [refund] = await house.db.select().from(refunds).where(eq(refunds.orderId, order.orderId))
    expect(refund!.state).toBe('failed')
    const tries = await Promise.allSettled([1, 2, 3].map(() => sendRefundAgain(house, refund!.id, adminId)))
    expect(tries.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect(await acts('refund.requested', refund!.id)).toEqual(['payments', adminId])
  })

  it('writes down what a notice was that fits no payment, and it is shown no more', async () => {
    await take(newId())
    const [concern] = (await concernsOf('unexplained')).concerns
    expect(concern).toMatchObject({ why: 'unmatched', method: 'sandbox', amount: { amountMinor: 76_000, currency: 'CNY' } })
    const tries = await Promise.allSettled([1, 2].map(() => explainEvent(house, adminId, concern!.id, 'A test of the provider')))
    expect(tries.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect((await concernsOf('unexplained')).count).toBe(0)
    expect(await acts('provider-event.explained', concern!.id)).toEqual([adminId])
  })
})

describe('news of money', () => {
  it('reaches admins once, however often it is told', async () => {
    const order = await surplus()
    await take(newId())
    await relay()
    const before = { surplus: (await told('payment-surplus')).length, unexplained: (await told('payment-unexplained')).length }
    expect((await told('payment-surplus')).find(one => one.noticeKey === `payment-surplus:${order.paymentId}`)).toMatchObject({ path: '/admin/money', params: { why: 'order-cancelled', amountMinor: 76_000 } })
    expect(before.unexplained).toBeGreaterThan(0)
    expect((await told('payment-disputed')).map(one => one.params.state)).toEqual(['open', 'won'])
    await house.db.update(outbox).set({ deliveredAt: null }).where(sql`${outbox.topic} like 'payment.%'`)
    await relay()
    expect({ surplus: (await told('payment-surplus')).length, unexplained: (await told('payment-unexplained')).length }).toEqual(before)
  })
})
