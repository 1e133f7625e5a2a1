import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderLines, orders, promoCodes } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { cancelOrder, countPromoOrder, createOrder, describeOrder, ownOrder, quotePromoCode } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, guestContact, openTestHouse, person, refusalCode } from '#tests/support/house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

type Wish = Partial<typeof promoCodes.$inferInsert>

async function givenCode(session: TestSession, wish: Wish = {}): Promise<string> {
  const id = newId()
  await house.db.insert(promoCodes).values({ id, eventId: session.eventId, documentKey: newId(), code: 'SPRING', percentOff: wish.amountOffMinor ? null : 25, ...wish })
  return id
}

/** A guest with the seats of these indexes held. */
async function holding(session: TestSession, ...seats: number[]) {
  const buyer = person(house)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
  const order = (promoCode?: string) => createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(newId()), promoCode })
  const quote = (promoCode: string, network = newId()) => quotePromoCode(house, { ...buyer, network }, session.sessionId, { holdToken: hold.holdToken, promoCode })
  return { buyer, hold, order, quote }
}

const usesOf = async (id: string) => (await house.db.select({ uses: promoCodes.uses }).from(promoCodes).where(eq(promoCodes.id, id)))[0]!.uses

describe('a promo code', () => {
  it('shows what it takes off, and takes just that off each ticket of the order', async () => {
    const session = await givenSession(house.db, { priceMinor: 9_999 })
    await givenCode(session, { percentOff: 33 })
    const { order, quote } = await holding(session, 0, 1)
    expect(await quote('spring')).toEqual({ promoCode: 'SPRING', discount: { amountMinor: 2 * 3_299, currency: 'CNY' }, total: { amountMinor: 2 * 6_700, currency: 'CNY' } })

    const { orderId, guestSecret } = await order(' Spring ')
    const row = await ownOrder(house.db, { userId: null, guestSecret }, orderId)
    expect(await describeOrder(house.db, row, [])).toMatchObject({ promoCode: 'SPRING', discount: { amountMinor: 6_598 }, total: { amountMinor: 13_400 } })
    expect((await house.db.select().from(orderLines).where(eq(orderLines.orderId, orderId))).map(l => [l.unitPriceMinor, l.discountMinor])).toEqual([[9_999, 3_299], [9_999, 3_299]])
  })

  it('never makes a ticket cost less than nothing, and what costs nothing is confirmed without money', async () => {
    const session = await givenSession(house.db, { priceMinor: 500 })
    await givenCode(session, { amountOffMinor: 90_000 })
    const { order } = await holding(session, 0)
    const { orderId, guestSecret } = await order('SPRING')
    const reader = { userId: null, guestSecret }
    expect((await ownOrder(house.db, reader, orderId)).totalMinor).toBe(0)
    await payOrder(house, reader, orderId, 'free')
    expect((await ownOrder(house.db, reader, orderId)).state).toBe('paid')
  })

  it('is refused alike when unknown, of another event, early, late, retired or used up, and the seats stay held', async () => {
    const session = await givenSession(house.db)
    const elsewhere = await givenSession(house.db)
    const hour = 3_600_000
    await givenCode(elsewhere, { code: 'OTHER' })
    await givenCode(session, { code: 'EARLY', startsAt: new Date(Date.now() + hour) })
    await givenCode(session, { code: 'LATE', endsAt: new Date(Date.now() - hour) })
    await givenCode(session, { code: 'RETIRED', retiredAt: new Date() })
    await givenCode(session, { code: 'GONE', maxUses: 1, uses: 0 })
    const first = await holding(session, 0)
    await first.order('GONE')

    const { order, quote } = await holding(session, 1)
    for (const code of ['NEVER-WAS', 'OTHER', 'EARLY', 'LATE', 'RETIRED', 'GONE']) {
      expect([code, await refusalCode(quote(code))]).toEqual([code, 'promo-code-refused'])
      expect([code, await refusalCode(order(code))]).toEqual([code, 'promo-code-refused'])
    }
    expect((await order()).orderId).toBeTruthy()
  })

  it('T-10: of 500 orders at once, as many get it as it has uses', async () => {
    const session = await givenSession(house.db, { rows: 25, seatsPerRow: 20 })
    const id = await givenCode(session, { maxUses: 10 })
    const buyers = await Promise.all(Array.from({ length: 500 }, (_, seat) => holding(session, seat)))
    const outcomes = await Promise.allSettled(buyers.map(({ order }) => order('SPRING')))
    expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(10)
    expect(new Set(outcomes.flatMap(o => o.status === 'rejected' ? [(o.reason as { code: string }).code] : []))).toEqual(new Set(['promo-code-refused']))
    expect(await usesOf(id)).toBe(10)
    expect(await house.db.$count(orders, eq(orders.promoCodeId, id))).toBe(10)
  })

  it('is free again when its order comes to nothing, once', async () => {
    const session = await givenSession(house.db)
    const id = await givenCode(session, { maxUses: 1 })
    const { order } = await holding(session, 0)
    const { orderId, guestSecret } = await order('SPRING')
    const reader = { userId: null, guestSecret }
    await Promise.all(Array.from({ length: 5 }, () => cancelOrder(house, reader, orderId)))
    expect(await usesOf(id)).toBe(0)
    expect((await (await holding(session, 1)).order('SPRING')).orderId).toBeTruthy()
  })

  it('is used once by a request that is sent twice', async () => {
    const session = await givenSession(house.db)
    const id = await givenCode(session, { maxUses: 1 })
    const { order } = await holding(session, 0)
    const made = await Promise.all([order('SPRING'), order('SPRING'), order('SPRING')])
    expect(new Set(made.map(m => m.orderId)).size).toBe(1)
    expect(await usesOf(id)).toBe(1)
  })

  it('cannot be guessed by trying', async () => {
    const session = await givenSession(house.db)
    const { quote } = await holding(session, 0)
    const tries: string[] = []
    for (let i = 0; i < 45; i++) tries.push(await refusalCode(quote(`GUESS-${i}`, 'one-network')))
    expect(tries.indexOf('rate-limited')).toBe(40)
    expect(tries.lastIndexOf('promo-code-refused')).toBe(39)
  })
})

describe('guessing codes', () => {
  it('is stopped at the order as well as at the question, for one network and not for others', async () => {
    const network = newId()
    for (let i = 0; i < 200; i++) await countPromoOrder(house, network)
    await expect(countPromoOrder(house, network)).rejects.toMatchObject({ code: 'rate-limited' })
    await countPromoOrder(house, newId())
  })
})
