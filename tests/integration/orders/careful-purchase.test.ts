import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { orders, outbox } from '#drizzle/schema/index.ts'
import { holdSeats, readHold } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, holdMakingRoom, listOrders } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'

describe.each(['memory', 'redis-server'] as const)('the purchase core with holds in %s', (store) => {
  let redis: RedisServer | undefined
  let house: House

  beforeAll(async () => {
    redis = store === 'redis-server' ? await startRedisServer() : undefined
    house = await openTestHouse(redis ? { REDIS_URL: redis.url } : {})
  })
  afterAll(async () => {
    await house.close()
    await redis?.stop()
  })

  it('I7: an order that is refused again and again does not keep its seats for ever', async () => {
    const session = await givenSession(house.db, { holdSeconds: 1, perPersonLimit: 1 })
    const contact = guestContact('same')
    const first = person(house)
    const bought = await holdSeats(house, first, session.sessionId, { seats: [{ seatId: session.seat(2) }] })
    const { orderId } = await createOrder(house, first, { sessionId: session.sessionId, holdToken: bought.holdToken, contact })
    await house.db.update(orders).set({ expiresAt: sql`now() + interval '5 minutes'` }).where(eq(orders.id, orderId))
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const refused = () => refusalCode(createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact }))
    expect(await refused()).toBe('limit-reached')
    await vi.waitUntil(() => Date.now() > Date.parse(hold.expiresAt) + 300, { timeout: 5_000 })
    expect(await refused()).toBe('limit-reached')
    expect(Date.parse((await readHold(house, guest, session.sessionId, hold.holdToken)).expiresAt)).toBeLessThanOrEqual(Date.parse(hold.expiresAt) + 30_000)
  })

  it('P-12: a hold of more than half the limit becomes one order, however many ask at once', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 4 })
    const { userId } = await givenCustomer(house.db)
    const buyer = person(house, userId)
    const hold = await holdSeats(house, buyer, session.sessionId, { seats: [0, 1, 2].map(s => ({ seatId: session.seat(s) })) })
    const replies = await Promise.allSettled(Array.from({ length: 6 }, () => createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })))
    expect(replies.map(r => r.status === 'fulfilled' ? 'ok' : (r.reason as { code: string }).code)).toEqual(Array(6).fill('ok'))
  })

  it('best available beyond the limit of a customer who bought before keeps no seats', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 4 })
    const { userId } = await givenCustomer(house.db)
    const buyer = person(house, userId)
    const hold = await holdSeats(house, buyer, session.sessionId, { seats: [0, 1].map(s => ({ seatId: session.seat(s) })) })
    await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
    expect(await refusalCode(holdSeats(house, buyer, session.sessionId, { bestAvailable: { count: 3 } }))).toBe('limit-reached')
    const snapshot = await house.holds.snapshot(session.sessionId)
    expect(snapshot!.seats.length).toBe(2)
  })

  it('what a customer held before stays held when he asks for too much more', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 6, standingCapacity: 50 })
    const { userId } = await givenCustomer(house.db)
    const buyer = person(house, userId)
    const bought = await holdSeats(house, buyer, session.sessionId, { seats: [0, 1].map(s => ({ seatId: session.seat(s) })) })
    await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: bought.holdToken })
    const hold = await holdSeats(house, buyer, session.sessionId, { standing: [{ areaKey: 'floor', quantity: 3 }] })
    expect(await refusalCode(holdSeats(house, buyer, session.sessionId, { holdToken: hold.holdToken, standing: [{ areaKey: 'floor', quantity: 2 }] }))).toBe('limit-reached')
    expect((await readHold(house, buyer, session.sessionId, hold.holdToken).catch(() => null))?.lines[0]?.quantity).toBe(3)
  })

  it('I8: a repeated request with one Idempotency-Key adds standing places once', async () => {
    const session = await givenSession(house.db, { standingCapacity: 50 })
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { standing: [{ areaKey: 'floor', quantity: 1 }] })
    const again = () => holdSeats(house, { ...guest, idempotencyKey: 'key-of-the-second' }, session.sessionId, { holdToken: hold.holdToken, standing: [{ areaKey: 'floor', quantity: 2 }] })
    await again()
    expect((await again()).lines.reduce((sum, l) => sum + l.quantity, 0)).toBe(3)
  })

  it('I8: a repeated request for the last best seats finds its own hold', async () => {
    const session = await givenSession(house.db, { rows: 1, seatsPerRow: 2 })
    const guest = { ...person(house), idempotencyKey: 'key-of-the-best' }
    const first = await holdSeats(house, guest, session.sessionId, { bestAvailable: { count: 2 } })
    expect((await holdSeats(house, guest, session.sessionId, { bestAvailable: { count: 2 } })).holdToken).toBe(first.holdToken)
  })

  it('T-07: standing places of an overdue order are sold on with nobody sweeping', async () => {
    const session = await givenSession(house.db, { standingCapacity: 4 })
    const first = person(house)
    const hold = await holdSeats(house, first, session.sessionId, { standing: [{ areaKey: 'floor', quantity: 4 }] })
    const { orderId } = await createOrder(house, first, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact('first') })
    await house.db.update(orders).set({ expiresAt: sql`now() - interval '1 minute'` }).where(eq(orders.id, orderId))
    const next = person(house)
    const second = await holdMakingRoom(house, next, session.sessionId, { standing: [{ areaKey: 'floor', quantity: 2 }] })
    await createOrder(house, next, { sessionId: session.sessionId, holdToken: second.holdToken, contact: guestContact('next') })
  })

  it('P-12: a free order confirmed twice at once answers both alike', async () => {
    const session = await givenSession(house.db, { priceMinor: 0 })
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    const both = await Promise.allSettled([1, 2, 3, 4].map(() => payOrder(house, { userId: null, guestSecret }, orderId, 'free')))
    expect(both.map(b => b.status === 'fulfilled' ? 'ok' : (b.reason as { code: string }).code)).toEqual(['ok', 'ok', 'ok', 'ok'])
  })

  it('an order cancelled twice at once is cancelled, and that is no error', async () => {
    const session = await givenSession(house.db)
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    const both = await Promise.allSettled([1, 2, 3, 4].map(() => cancelOrder(house, { userId: null, guestSecret }, orderId)))
    expect(both.map(b => b.status === 'fulfilled' ? 'ok' : (b.reason as { code: string }).code)).toEqual(['ok', 'ok', 'ok', 'ok'])
  })

  it('a cursor of dashes is a clear problem', async () => {
    const { userId } = await givenCustomer(house.db)
    expect(await refusalCode(listOrders(house.db, userId, '-'.repeat(36)))).toBe('invalid-input')
  })
})

describe('a pool of one connection', () => {
  it('delivers news', async () => {
    const house = await openTestHouse({ DATABASE_POOL: '1' })
    const session = await givenSession(house.db)
    await house.db.insert(outbox).values({ topic: 'seats.changed', key: session.sessionId, payload: { sessionId: session.sessionId, seats: [0] } })
    const outcome = await Promise.race([deliverNews(house).then(() => 'delivered', e => String(e)), new Promise<string>(resolve => setTimeout(resolve, 8_000, 'stuck'))])
    expect(outcome).toBe('delivered')
    await house.close()
  }, 60_000)
})
