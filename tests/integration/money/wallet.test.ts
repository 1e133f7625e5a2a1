import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '#drizzle/schema/index.ts'
import { auditLog, outbox, payments, refunds, users } from '#drizzle/schema/index.ts'
import { type PaymentGateway, ProviderRefusal, closeOverdueTopUps, confirmTopUp, lookAfterPayments, payOrder, readTopUp, readWallet, startTopUp, takeNotice, walletBalance } from '#server/domain/payments/index.ts'
import { changePoints } from '#server/domain/people/index.ts'
import type { House } from '#server/house.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { somebody } from '#tests/integration/policy/callers.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, refusalCode } from '#tests/support/house.ts'
import { givenOrder } from '../payments/buying.ts'
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

const start = (userId: string, amountMinor = 10_000, gateways: readonly PaymentGateway[] = house.gateways) => startTopUp({ ...house, gateways }, userId, { amountMinor, method: 'sandbox', locale: 'en' })
const take = (topUpId: string, amountMinor = 10_000) => takeNotice(house, 'sandbox', signed(bodyOf(topUpId, 'payment.paid', { amountMinor })))
const customer = async (points = 0) => (await givenCustomer(house.db, points)).userId
const toldOf = async (userId: string) => (await house.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, 'notice')))
  .map(row => row.payload as { to: object, kind: string, params: Record<string, unknown> }).filter(notice => (notice.to as { userId?: string }).userId === userId)
const paymentOf = async (id: string) => (await house.db.select().from(payments).where(eq(payments.id, id)))[0]!

describe('points that are bought', () => {
  it('are in the wallet with the money, once, and pay an order', async () => {
    const userId = await customer()
    const { topUpId, redirectUrl } = await start(userId, 76_000)
    expect(redirectUrl).toBe(`/pay/sandbox/${topUpId}`)
    expect(await readTopUp(house, userId, topUpId)).toMatchObject({ state: 'open', amount: { amountMinor: 76_000, currency: 'CNY' }, isDeclined: false })
    await Promise.all(Array.from({ length: 5 }, () => take(topUpId, 76_000)))
    expect(await readTopUp(house, userId, topUpId)).toMatchObject({ state: 'paid' })
    expect(await walletBalance(house.db, userId)).toBe(76_000)
    expect((await toldOf(userId)).map(one => [one.kind, one.params.points, one.params.why])).toEqual([['points-changed', 76_000, 'bought']])

    const order = await givenOrder(house, { points: 0 })
    await house.db.update(schema.orders).set({ userId }).where(eq(schema.orders.id, order.orderId))
    await payOrder(house, { userId, guestSecret: null }, order.orderId, 'points')
    const { balance, entries } = await readWallet(house, userId)
    expect(balance).toBe(0)
    expect(entries.map(one => [one.kind, one.points, one.order?.id ?? null])).toEqual([['paid', -76_000, order.orderId], ['bought', 76_000, null]])
  })

  it('are bought once by a doubled click, and side by side where the amounts differ', async () => {
    const userId = await customer()
    const same = await Promise.all(Array.from({ length: 6 }, () => start(userId)))
    expect(new Set(same.map(one => one.topUpId)).size).toBe(1)
    const others = await Promise.all([1, 2, 3, 4].map(n => start(userId, n * 1_000)))
    await Promise.all([take(same[0]!.topUpId), ...others.map((one, n) => take(one.topUpId, (n + 1) * 1_000))])
    expect(await walletBalance(house.db, userId)).toBe(20_000)
  })

  it('have a least and a most, and only so many payments may be open', async () => {
    const userId = await customer()
    for (const amountMinor of [99, 5_000_001]) expect(await refusalCode(start(userId, amountMinor))).toBe('invalid-input')
    for (let n = 0; n < 8; n++) await start(userId, 100 + n)
    expect(await refusalCode(start(userId, 5_000_000))).toBe('rate-limited')
    expect((await start(userId, 100)).topUpId).toBeTruthy()
  })

  it('cost nothing where the provider refuses or does not answer, and the next try is the same payment', async () => {
    const userId = await customer()
    const [sandbox] = house.gateways as [PaymentGateway]
    expect(await refusalCode(start(userId, 100, [{ ...sandbox, start: () => Promise.reject(new Error('no answer')) }]))).toBe('top-up-provider-away')
    const { topUpId } = await start(userId, 100)
    expect(await house.db.select().from(payments).where(eq(payments.topUpUserId, userId))).toMatchObject([{ id: topUpId, state: 'started' }])
    expect(await refusalCode(start(userId, 200, [{ ...sandbox, start: () => Promise.reject(new ProviderRefusal('no', 'no')) }]))).toBe('top-up-refused')
    expect(await refusalCode(startTopUp(house, userId, { amountMinor: 100, method: 'points', locale: 'en' }))).toBe('top-up-refused')
  })

  it('come by asking the provider where no notice does (P-11), for whoever comes back and for who does not', async () => {
    const [back, away] = [await customer(), await customer()]
    for (const userId of [back, away]) {
      const { topUpId } = await start(userId)
      await house.sandbox!.act(topUpId, { outcome: 'pay', manner: 'never' })
      if (userId === back) expect(await confirmTopUp(house, userId, topUpId)).toMatchObject({ state: 'paid' })
      else await house.db.update(payments).set({ createdAt: sql`now() - interval '1 minute'` }).where(eq(payments.id, topUpId))
    }
    await lookAfterPayments(house)
    expect([await walletBalance(house.db, back), await walletBalance(house.db, away)]).toEqual([10_000, 10_000])
  })

  it('are somebody\'s own: nobody else sees or asks', async () => {
    const { topUpId } = await start(await customer())
    const stranger = await customer()
    expect(await refusalCode(readTopUp(house, stranger, topUpId))).toBe('not-found')
    expect(await refusalCode(confirmTopUp(house, stranger, topUpId))).toBe('not-found')
  })

  it('say that a card was declined, and may be paid after all', async () => {
    const userId = await customer()
    const { topUpId } = await start(userId)
    await house.sandbox!.act(topUpId, { outcome: 'decline' })
    expect(await confirmTopUp(house, userId, topUpId)).toMatchObject({ state: 'open', isDeclined: true })
    await house.sandbox!.act(topUpId, { outcome: 'pay', manner: 'never' })
    expect(await confirmTopUp(house, userId, topUpId)).toMatchObject({ state: 'paid', isDeclined: false })
  })
})

describe('money for points that comes late or wrong', () => {
  const overdue = (id: string) => house.db.update(payments).set({ createdAt: sql`now() - interval '31 minutes'` }).where(eq(payments.id, id))

  it('is over after half an hour, at the provider too; what was paid by then counts', async () => {
    const [nothing, paid, never] = [await customer(), await customer(), await customer()]
    const [first, second, third] = [await start(nothing), await start(paid), await start(never)]
    await house.sandbox!.act(second.topUpId, { outcome: 'pay', manner: 'never' })
    await house.db.update(payments).set({ providerRef: null }).where(eq(payments.id, third.topUpId))
    for (const { topUpId } of [first, second, third]) await overdue(topUpId)
    expect(await closeOverdueTopUps(house)).toBe(3)
    expect(await Promise.all([first, second, third].map(async one => (await paymentOf(one.topUpId)).state))).toEqual(['cancelled', 'captured', 'cancelled'])
    expect(await refusalCode(house.sandbox!.act(first.topUpId, { outcome: 'pay' }))).toBe('order-expired')
  })

  it('buys the points still (P-07)', async () => {
    const userId = await customer()
    const { topUpId } = await start(userId)
    await overdue(topUpId)
    await closeOverdueTopUps(house)
    expect(await readTopUp(house, userId, topUpId)).toMatchObject({ state: 'closed' })
    await take(topUpId)
    expect(await readTopUp(house, userId, topUpId)).toMatchObject({ state: 'paid' })
    expect(await walletBalance(house.db, userId)).toBe(10_000)
  })

  it('goes back in full where the account is gone, or another amount came', async () => {
    const [gone, other] = [await customer(), await customer()]
    const [toNobody, wrong] = [await start(gone), await start(other)]
    await house.db.update(users).set({ erasedAt: sql`now()` }).where(eq(users.id, gone))
    await take(toNobody.topUpId)
    await take(wrong.topUpId, 9_000)
    expect(await walletBalance(house.db, gone) + await walletBalance(house.db, other)).toBe(0)
    const back = await house.db.select({ id: refunds.paymentId, amountMinor: refunds.amountMinor, reason: refunds.reason }).from(refunds).orderBy(refunds.id)
    expect(back).toEqual([{ id: toNobody.topUpId, amountMinor: 10_000, reason: 'surplus' }, { id: wrong.topUpId, amountMinor: 9_000, reason: 'surplus' }])
    expect((await toldOf(other)).map(one => one.kind)).toEqual(['payment-returned'])
    expect(await readTopUp(house, other, wrong.topUpId)).toMatchObject({ state: 'returned' })
  })
})

describe('points that an admin gives', () => {
  const give = (userId: string, points: number, reason = 'Sorry for the broken seat') => changePoints(accountsOf(house), adminId, userId, { points, reason })

  it('are in the wallet with the reason, which the person reads; who gave them is kept', async () => {
    const userId = await customer()
    expect(await give(userId, 5_000)).toBe(5_000)
    expect(await give(userId, -2_000, 'Given by mistake')).toBe(3_000)
    const { entries } = await readWallet(house, userId)
    expect(entries.map(one => [one.kind, one.points, one.note])).toEqual([['given', -2_000, 'Given by mistake'], ['given', 5_000, 'Sorry for the broken seat']])
    expect((await toldOf(userId)).map(one => one.params.points)).toEqual([5_000, -2_000])
    const kept = await house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, userId), eq(auditLog.action, 'account.points-changed'))).orderBy(auditLog.id)
    expect(kept.map(row => [row.actor, row.details])).toEqual([[adminId, { points: 5_000, reason: 'Sorry for the broken seat' }], [adminId, { points: -2_000, reason: 'Given by mistake' }]])
  })

  it('never go below zero, also not by ten at once (I5)', async () => {
    const userId = await customer(1_000)
    expect(await refusalCode(give(userId, -1_001))).toBe('points-below-zero')
    const taken = await Promise.allSettled(Array.from({ length: 10 }, () => give(userId, -300)))
    expect(taken.filter(one => one.status === 'fulfilled')).toHaveLength(3)
    expect(await walletBalance(house.db, userId)).toBe(100)
    expect(await refusalCode(give(adminId, 100))).toBe('not-yourself')
  })
})

describe('a wallet that is read', () => {
  it('comes page by page, each entry once, by as many questions however long it is (D-02)', async () => {
    const userId = await customer(1)
    for (let n = 1; n <= 24; n++) await changePoints(accountsOf(house), adminId, userId, { points: n, reason: `Gift ${n}` })
    const first = await readWallet(house, userId)
    const second = await readWallet(house, userId, first.nextCursor!)
    expect([first.entries.length, second.entries.length, second.nextCursor]).toEqual([20, 5, null])
    expect(new Set([...first.entries, ...second.entries].map(one => one.id)).size).toBe(25)
    expect([...first.entries, ...second.entries].reduce((sum, one) => sum + one.points, 0)).toBe(first.balance)
    expect(await refusalCode(readWallet(house, userId, 'x'))).toBe('invalid-input')

    const client = postgres(house.databaseUrl, { max: 2, onnotice: () => {} })
    let queries = 0
    const counting = drizzle(client, { schema, logger: { logQuery: () => void queries++ } })
    try {
      await readWallet({ ...house, db: counting }, userId, undefined, 1)
      const few = queries
      await readWallet({ ...house, db: counting }, userId, undefined, 100)
      expect([queries, few <= 5]).toEqual([2 * few, true])
    } finally {
      await client.end()
    }
  })
})
