import { and, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditLog, events, mailbox, orders, waitingEntries, waitingOffers } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { cancelOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { distributeGivenBack, readDesk, readEntry, withdrawOffer } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews, sendPost } from '#server/jobs/housekeeping.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { liveClaims, soldOut, waiting } from './sold-out.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterEach(async () => {
  expect((await checkInvariants(house.db)).filter(i => i.violations > 0)).toEqual([])
})
afterAll(() => house.close())

/** Two who wait for two seats; the first is offered them. */
async function offered() {
  const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
  const { userId, email } = await givenCustomer(house.db, 1_000_000)
  const [first, second] = await waiting(house, session.sessionId, [{ places: 2, userId, email, personKey: `user:${userId}`, guestSecretHash: null }, { places: 2 }])
  const [event] = await house.db.select().from(events).where(eq(events.id, session.eventId))
  await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
  // Where several tests give at once, each leaves a list to whoever is at it already.
  const [offer] = await vi.waitUntil(async () => {
    await distributeGivenBack(house)
    const offers = await house.db.select().from(waitingOffers).where(eq(waitingOffers.sessionId, session.sessionId))
    return offers.length > 0 && offers
  })
  return { session, first: first!, second: second!, reader: { userId, guestSecret: null }, email, offer: offer!, author: { userId: event!.createdBy, role: 'publisher' as const } }
}

const stateOf = async (id: string) => (await house.db.select().from(waitingEntries).where(eq(waitingEntries.id, id)))[0]!.state

describe('an offer that its publisher takes back', () => {
  it('goes to the next in line; the person is off the list, is told why, and it is written down; doing it twice does it once', async () => {
    const { session, first, second, reader, email, offer, author } = await offered()
    await Promise.all([1, 2, 3].map(() => withdrawOffer(house, author, session.sessionId, offer.id, 'Offered by mistake')))
    expect(await readEntry(house.db, reader, first)).toMatchObject({ state: 'withdrawn', offer: null })
    await deliverNews(house)
    await sendPost(house)
    await distributeGivenBack(house)
    expect([await stateOf(first), await stateOf(second)]).toEqual(['withdrawn', 'offered'])
    expect((await liveClaims(house, session.sessionId)).map(claim => claim.entry)).toEqual([second, second])
    const letters = await house.db.select().from(mailbox).where(eq(mailbox.address, email))
    expect(letters.filter(letter => letter.text.includes('Offered by mistake'))).toHaveLength(1)
    const acts = await house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, session.sessionId), eq(auditLog.action, 'waiting-list.offer-withdrawn')))
    expect(acts).toMatchObject([{ actor: `user:${author.userId}`, details: { offerId: offer.id, reason: 'Offered by mistake' } }])
    expect((await readDesk(house, author, session.sessionId)).offers.map(o => o.outcome)).toEqual([null, 'withdrawn'])
  })

  it('stays with whoever has paid it, and is out of reach for other publishers', async () => {
    const { session, first, reader, offer, author } = await offered()
    const stranger = { userId: (await givenCustomer(house.db)).userId, role: 'publisher' as const }
    expect(await refusalCode(withdrawOffer(house, stranger, session.sessionId, offer.id, 'x'))).toBe('not-found')
    const other = await offered()
    expect(await refusalCode(withdrawOffer(house, author, session.sessionId, other.offer.id, 'x'))).toBe('not-found')
    await payOrder(house, reader, offer.orderId, 'points')
    expect(await refusalCode(withdrawOffer(house, author, session.sessionId, offer.id, 'x'))).toBe('illegal-transition')
    await deliverNews(house)
    expect(await stateOf(first)).toBe('bought')
  })

  it('paid and taken back in the same moment is one of both, never half of each', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, async () => {
      const { session, first, reader, offer, author } = await offered()
      const [paid, taken] = await Promise.allSettled([payOrder(house, reader, offer.orderId, 'points'), withdrawOffer(house, author, session.sessionId, offer.id, 'x')])
      expect([paid.status, taken.status].toSorted()).toEqual(['fulfilled', 'rejected'])
      return { orderId: offer.orderId, first }
    }))
    await deliverNews(house)
    for (const { orderId, first } of outcomes) {
      const [order] = await house.db.select().from(orders).where(eq(orders.id, orderId))
      expect([['paid', 'bought'], ['cancelled', 'withdrawn']]).toContainEqual([order!.state, await stateOf(first)])
    }
  })
})
