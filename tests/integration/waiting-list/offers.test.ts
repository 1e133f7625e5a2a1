import { asc, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { claims, deliveries, orders, sessions, waitingEntries, waitingLists, waitingOffers } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { seatsShownWrongly } from '#server/domain/insight/shown-seats.ts'
import { holdSeats, sessionStatus } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, sweepOverdue } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { distribute, distributeGivenBack, walkLists } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { buy, liveClaims, soldOut, waiting } from './sold-out.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterEach(async () => {
  expect((await checkInvariants(house.db)).filter(i => i.violations > 0)).toEqual([])
})
afterAll(() => house.close())

const entry = async (id: string) => (await house.db.select().from(waitingEntries).where(eq(waitingEntries.id, id)))[0]!
const offersOf = (sessionId: string) => house.db.select().from(waitingOffers).where(eq(waitingOffers.sessionId, sessionId)).orderBy(asc(waitingOffers.createdAt), asc(waitingOffers.id))
const stateOf = async (session: { sessionId: string }, seat: number) => (await liveClaims(house, session.sessionId)).find(c => c.seat === seat)

describe('tickets that come back', () => {
  it('are kept for the list in the moment in which they are given back, and offered to the first whom they fit', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 4, seatsEach: 2 })
    const [three, two] = await waiting(house, session.sessionId, [{ places: 3 }, { places: 2 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    expect(await stateOf(session, 0)).toMatchObject({ state: 'kept' })
    expect(await distribute(house, session.sessionId)).toBe(1)
    expect((await entry(two!)).state).toBe('offered')
    expect(await entry(three!)).toMatchObject({ state: 'waiting', passedOver: 1 })
    expect(await stateOf(session, 0)).toMatchObject({ state: 'pending', entry: two })
  })

  it('go to the public sale where they fit nobody, and at once where nobody waits', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 4, seatsEach: 2 })
    await waiting(house, session.sessionId, [{ places: 4 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    expect(await stateOf(session, 0)).toBeUndefined()
    await deliverNews(house)
    expect(await seatsShownWrongly(house.db, session.sessionId, await sessionStatus(house, session.sessionId))).toEqual([])
    await expect(buy(house, session, [0, 1])).resolves.toBeDefined()

    const other = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    await cancelOrder(house, other.orders[0]!.reader, other.orders[0]!.orderId)
    expect(await stateOf(other, 0)).toBeUndefined()
  })

  it('go on to the next when the offer runs out, and each person is told once', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    const [first, second] = await waiting(house, session.sessionId, [{ places: 2 }, { places: 2 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    const [offer] = await offersOf(session.sessionId)
    await house.db.update(orders).set({ expiresAt: sql`now()` }).where(eq(orders.id, offer!.orderId))
    await sweepOverdue(house)
    await distributeGivenBack(house)
    await deliverNews(house)
    await deliverNews(house)
    expect([(await entry(first!)).state, (await entry(second!)).state]).toEqual(['lapsed', 'offered'])
    const mails = await house.db.select({ kind: deliveries.kind, address: deliveries.address }).from(deliveries).where(inArray(deliveries.address, [(await entry(first!)).email, (await entry(second!)).email]))
    expect(mails.map(m => m.kind).sort()).toEqual(['waiting-lapsed', 'waiting-offer', 'waiting-offer'])
  })

  it('are bought by one payment at the price of the offer, whatever the publisher changes meanwhile', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2, priceMinor: 38_000 })
    const { userId, email } = await givenCustomer(house.db, 1_000_000)
    const [mine] = await waiting(house, session.sessionId, [{ places: 2, userId, email, personKey: `user:${userId}`, guestSecretHash: null, maxPriceMinor: 48_000 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    await house.db.execute(sql`update ticket_types set price_minor = 99000 where session_id = ${session.sessionId}`)
    const [offer] = await offersOf(session.sessionId)
    const paid = await payOrder(house, { userId, guestSecret: null }, offer!.orderId, 'points')
    expect(paid).toBeDefined()
    await deliverNews(house)
    expect((await entry(mine!)).state).toBe('bought')
    expect((await offersOf(session.sessionId))[0]).toMatchObject({ outcome: 'taken' })
    const [order] = await house.db.select().from(orders).where(eq(orders.id, offer!.orderId))
    expect(order).toMatchObject({ state: 'paid', totalMinor: 76_000 })
  })

  it('T-09: count for the limit of a person: who has his share already is taken off the list', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 6, seatsEach: 2, perPersonLimit: 2 })
    const guest = guestContact('limit')
    const own = person(house)
    await cancelOrder(house, session.orders[2]!.reader, session.orders[2]!.orderId)
    const hold = await holdSeats(house, own, session.sessionId, { seats: [{ seatId: session.seat(4) }, { seatId: session.seat(5) }] })
    await createOrder(house, own, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guest })
    const [greedy, next] = await waiting(house, session.sessionId, [{ places: 2, personKey: `email:${guest.email}`, email: guest.email }, { places: 2 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    expect([(await entry(greedy!)).state, (await entry(next!)).state]).toEqual(['closed', 'offered'])
  })

  it('T-09: one person by any address: an account that waits, and the same address written otherwise as a guest, share one limit', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 6, seatsEach: 2, perPersonLimit: 2 })
    const { userId, email } = await givenCustomer(house.db)
    const [name, domain] = email.split('@')
    const asGuest = async (address: string, seats: number[]) => {
      const buyer = person(house)
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
      return await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: { name: 'Ann', email: address } })
    }
    await cancelOrder(house, session.orders[2]!.reader, session.orders[2]!.orderId)
    await asGuest(`${name!.toUpperCase()}@${domain}`, [4, 5])
    const [greedy, next] = await waiting(house, session.sessionId, [{ places: 2, userId, email: 'else@example.org', personKey: `user:${userId}`, guestSecretHash: null }, { places: 2 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    expect([(await entry(greedy!)).state, (await entry(next!)).state]).toEqual(['closed', 'offered'])

    // And the other way round: what is offered counts for a purchase by the same address.
    const other = await soldOut(house, { rows: 1, seatsPerRow: 4, seatsEach: 2, perPersonLimit: 2 })
    await waiting(house, other.sessionId, [{ places: 2, email: 'wai.ting@gmail.com', personKey: 'email:wai.ting@gmail.com' }])
    await cancelOrder(house, other.orders[0]!.reader, other.orders[0]!.orderId)
    await distributeGivenBack(house)
    await cancelOrder(house, other.orders[1]!.reader, other.orders[1]!.orderId)
    await deliverNews(house)
    const buyer = person(house)
    const hold = await holdSeats(house, buyer, other.sessionId, { seats: [{ seatId: other.seat(2) }] })
    expect(await refusalCode(createOrder(house, buyer, { sessionId: other.sessionId, holdToken: hold.holdToken, contact: { name: 'W', email: 'waiting+2@googlemail.com' } }))).toBe('limit-reached')
  })

  it('are not dearer than somebody wants to pay, and in the part of the hall that he wants', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 4, seatsEach: 1, standingCapacity: 5, priceMinor: 38_000 })
    const [cheap, floor, any] = await waiting(house, session.sessionId, [{ maxPriceMinor: 37_999 }, { categoryKeys: ['nowhere'] }, { categoryKeys: ['seats'] }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    expect([(await entry(cheap!)).state, (await entry(floor!)).state, (await entry(any!)).state]).toEqual(['waiting', 'waiting', 'offered'])
  })

  it('stand as long as the publisher says, shorter as the end of the sale nears, and not at all in the last quarter of an hour', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 3 })
    await house.db.insert(waitingLists).values({ sessionId: session.sessionId, offerMinutes: 60 })
    await waiting(house, session.sessionId, [{}, {}, {}])
    const minutes = async () => {
      const rows = await house.db.execute<{ m: number }>(sql`select round(extract(epoch from o.until - o.created_at) / 60)::int as m from waiting_offers o where session_id = ${session.sessionId} order by created_at desc limit 1`)
      return rows[0]?.m
    }
    const giveBack = async (n: number, saleEndsIn: string) => {
      await house.db.update(sessions).set({ saleEndsAt: sql`now() + ${saleEndsIn}::interval` }).where(eq(sessions.id, session.sessionId))
      await cancelOrder(house, session.orders[n]!.reader, session.orders[n]!.orderId)
      await distribute(house, session.sessionId)
    }
    await giveBack(0, '30 days')
    expect(await minutes()).toBe(60)
    await giveBack(1, '2 hours')
    expect(await minutes()).toBe(30)
    await giveBack(2, '14 minutes')
    expect(await offersOf(session.sessionId)).toHaveLength(2)
    expect(await stateOf(session, 2)).toBeUndefined()
    await walkLists(house)
    await deliverNews(house)
    expect(await house.db.select().from(waitingEntries).where(sql`session_id = ${session.sessionId} and state = 'closed'`)).toHaveLength(1)
  })
})

describe('standing places', () => {
  it('come back to the list too, and the counter stays right', async () => {
    const session = await givenSession(house.db, { rows: 0, standingCapacity: 6 })
    const sold = []
    for (let i = 0; i < 3; i++) {
      const buyer = person(house)
      const hold = await holdSeats(house, buyer, session.sessionId, { standing: [{ areaKey: 'floor', quantity: 2 }] })
      const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(i) })
      sold.push({ orderId, reader: { userId: null, guestSecret } })
    }
    const [three, one] = await waiting(house, session.sessionId, [{ places: 3 }, { places: 1 }])
    await cancelOrder(house, sold[0]!.reader, sold[0]!.orderId)
    await cancelOrder(house, sold[1]!.reader, sold[1]!.orderId)
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { standing: [{ areaKey: 'floor', quantity: 1 }] }))).toBe('area-full')
    await distributeGivenBack(house)
    expect([(await entry(three!)).state, (await entry(one!)).state]).toEqual(['offered', 'offered'])
    const [stock] = await house.db.execute<{ taken: number }>(sql`select taken from standing_stock where session_id = ${session.sessionId}`)
    expect(stock!.taken).toBe(6)
  })
})

describe('whoever is passed over again and again', () => {
  it('has places saved up for him, until there are enough', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 12 })
    const [pair] = await waiting(house, session.sessionId, [{ places: 2, together: false, passedOver: 5 }, {}, {}])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    expect(await stateOf(session, 0)).toMatchObject({ state: 'kept' })
    expect(await offersOf(session.sessionId)).toEqual([])
    // Nothing to do for those who look again; and no buyer gets it.
    await distributeGivenBack(house)
    expect(await refusalCode(buy(house, session, [0]))).toBe('seat-taken')
    await cancelOrder(house, session.orders[7]!.reader, session.orders[7]!.orderId)
    await distributeGivenBack(house)
    expect(await entry(pair!)).toMatchObject({ state: 'offered', passedOver: 0 })
    expect((await liveClaims(house, session.sessionId)).filter(c => c.entry === pair).map(c => c.seat)).toEqual([0, 7])
  })

  it('but for an hour at most: then they go on to the others', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 4 })
    const [pair, single] = await waiting(house, session.sessionId, [{ places: 2, together: false, passedOver: 5 }, {}])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    await house.db.update(waitingEntries).set({ savingUntil: sql`now()` }).where(eq(waitingEntries.id, pair!))
    await house.db.update(claims).set({ keptUntil: sql`now()` }).where(sql`session_id = ${session.sessionId} and state = 'kept'`)
    await distributeGivenBack(house)
    expect((await entry(single!)).state).toBe('offered')
    expect((await entry(pair!)).state).toBe('waiting')
  })
})

describe('with nobody at work', () => {
  it('what is kept too long is anybody\'s', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    await waiting(house, session.sessionId, [{ places: 2 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    expect(await refusalCode(buy(house, session, [0, 1]))).toBe('seat-taken')
    await house.db.update(claims).set({ keptUntil: sql`now()` }).where(sql`session_id = ${session.sessionId} and state = 'kept'`)
    await deliverNews(house)
    await expect(buy(house, session, [0, 1])).resolves.toBeDefined()
  })
})

describe('a sandbox payment of an offer', () => {
  it('is settled like any other', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 1 })
    await waiting(house, session.sessionId, [{}])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    const [offer] = await offersOf(session.sessionId)
    const { userId } = await givenCustomer(house.db, 0)
    await house.db.update(orders).set({ userId, guestSecretHash: null, guestSecretSealed: null }).where(eq(orders.id, offer!.orderId))
    const { paymentId } = await payOrder(house, { userId, guestSecret: null }, offer!.orderId, 'sandbox')
    await payAtSandbox(house, paymentId)
    expect((await house.db.select().from(orders).where(eq(orders.id, offer!.orderId)))[0]!.state).toBe('paid')
  })
})
