import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { orderLines, waitingEntries } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { holdSeats, readHold, releaseHold, withOffers } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, seatsInWords } from '#server/domain/orders/index.ts'
import { inviteGuest } from '#server/domain/places/index.ts'
import { distribute } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { placeName } from '#shared/seating/place-name.ts'
import { describeProblem } from '#shared/errors/problem.ts'
import type { DomainError } from '#shared/errors/domain-error.ts'
import type { SessionWish, TestSession } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { allot, choosing, free, givenOwnSession, held, offSale, shown } from '../places/places-house.ts'
import { buy, waiting } from '../waiting-list/sold-out.ts'

/** Rows A to D of four; B and D are tables that are sold whole. */
const dinner = (house: House, wish: SessionWish = {}) => givenOwnSession(house, { rows: 4, seatsPerRow: 4, wholeTables: [1, 3], perPersonLimit: 8, ...wish })
const [rowA, tableB, rowC, tableD] = [0, 4, 8, 12].map(first => [0, 1, 2, 3].map(seat => first + seat)) as [number[], number[], number[], number[]]
const seatsOf = (hold: { lines: { seatIndex: number | null }[] }) => hold.lines.map(line => line.seatIndex)
const oneOf = (session: TestSession, seat: number) => ({ seats: [{ seatId: session.seat(seat) }] })
const refusalOf = (work: Promise<unknown>) => work.then(() => null, (error: unknown) => error as DomainError)

describe.each(['memory', 'redis-server'] as const)('a table that is sold whole, with holds in %s', (store) => {
  let redis: RedisServer | undefined
  let house: House

  beforeAll(async () => {
    redis = store === 'redis-server' ? await startRedisServer() : undefined
    house = await openTestHouse(redis ? { REDIS_URL: redis.url } : {})
  })
  afterEach(async () => {
    expect((await checkInvariants(house.db)).filter(i => i.violations > 0)).toEqual([])
  })
  afterAll(async () => {
    await house.close()
    await redis?.stop()
  })

  it('is held with all of its seats by whoever chooses one, and given back with all of them', async () => {
    const session = await dinner(house)
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(5), ticketTypeId: session.seatTypeId }] })
    expect(seatsOf(hold)).toEqual(tableB)
    expect(hold.lines.every(line => line.ticketTypeId === session.seatTypeId)).toBe(true)
    const more = await holdSeats(house, guest, session.sessionId, { holdToken: hold.holdToken, ...oneOf(session, 0) })
    expect(seatsOf(more)).toEqual([0, ...tableB])
    expect(seatsOf((await releaseHold(house, guest, session.sessionId, hold.holdToken, { seatIds: [session.seat(7)] }))!)).toEqual([0])
    expect([...await shown(house, session)].map((status, seat) => status === held ? seat : -1).filter(seat => seat >= 0)).toEqual([0])
  })

  it('is refused as a whole where one of its seats is gone, with another table and never a part of one', async () => {
    const session = await dinner(house)
    await choosing(house, session, oneOf(session, 4))
    const refusal = await refusalOf(holdSeats(house, person(house), session.sessionId, oneOf(session, 6)))
    expect(refusal).toMatchObject({ code: 'seat-taken', data: { seatNames: [{ en: 'Stalls, table B', zh: '池座 B号桌' }], seatIndexes: tableB } })
    const { data } = await withOffers(house, session.sessionId, refusal!)
    expect(data.alternatives).toHaveLength(4)
    expect([rowA, tableD, rowC].map(seats => seats.map(session.seat))).toContainEqual(data.alternatives)
  })

  it('is refused where it is more than one person may have, in a sentence that says so', async () => {
    const session = await dinner(house, { perPersonLimit: 3 })
    const refusal = (await refusalOf(holdSeats(house, person(house), session.sessionId, oneOf(session, 13))))!
    expect(refusal).toMatchObject({ code: 'table-over-limit', data: { seats: 4, limit: 3, held: 0 } })
    expect(describeProblem(refusal.code, refusal.data, 'en', '/', 'r').detail).toBe('Stalls, table D is sold whole: 4 seats. At most 3 tickets a person, and you have 0 already. What you hold stays held; nothing was charged.')
    expect(describeProblem(refusal.code, refusal.data, 'zh', '/', 'r').detail).toContain('池座 D号桌须整桌购买，共 4 个座位')
    expect((await shown(house, session))[12]).toBe(free)
  })

  it('counts whole for somebody who has bought before, whatever the store thinks', async () => {
    const session = await dinner(house, { perPersonLimit: 5 })
    const contact = guestContact('diner')
    const [first, second] = [await choosing(house, session, { seats: [0, 1].map(seat => ({ seatId: session.seat(seat) })) }), await choosing(house, session, oneOf(session, 4))]
    await first.order(contact.email)
    expect(await refusalCode(second.order(contact.email))).toBe('table-over-limit')
  })

  it('is the best for a party of its size where rows are full, and for no other', async () => {
    const session = await dinner(house)
    await buy(house, session, rowA)
    await buy(house, session, rowC)
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 3 } }))).toBe('no-block-left')
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 5 } }))).toBe('no-block-left')
    const both = await holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 8 } })
    expect(seatsOf(both)).toEqual([...tableB, ...tableD])
    expect(both.best).toEqual({ split: true, groups: [tableB.map(session.seat), tableD.map(session.seat)] })
  })

  it('goes to one of many who choose its seats at once', async () => {
    const session = await dinner(house)
    const buyers = await Promise.allSettled(Array.from({ length: 40 }, async (_, n) => {
      const { hold, order } = await choosing(house, session, oneOf(session, [...tableB, ...tableD][n % 8]!))
      await order()
      return seatsOf(hold)
    }))
    expect(buyers.flatMap(buyer => buyer.status === 'fulfilled' ? [buyer.value] : []).sort()).toEqual([tableB, tableD].sort())
  })

  it('is parted by no order, even where a hold lets somebody have a single chair of it', async () => {
    const session = await dinner(house)
    const guest = person(house)
    const { holdToken } = await holdSeats(house, guest, session.sessionId, oneOf(session, 4))
    await house.holds.release(session.sessionId, holdToken, { seats: [5] })
    expect(await refusalCode(createOrder(house, guest, { sessionId: session.sessionId, holdToken, contact: guestContact(1) }))).toBe('table-parted')
  })

  it('is kept whole by a publisher, and given to a guest whole', async () => {
    const session = await dinner(house)
    const allotment = await allot(house, session, [5])
    expect([...(await shown(house, session)).subarray(4, 8)]).toEqual([offSale, offSale, offSale, offSale])
    const invite = (seats: number[]) => inviteGuest(house, session.author, session.sessionId, allotment, { name: 'Guest', email: 'guest@example.org', seatIds: seats.map(session.seat), standing: [], locale: 'en' })
    expect(await refusalCode(invite([5]))).toBe('table-parted')
    await expect(invite(tableB)).resolves.toBeDefined()
  })

  it('that comes back is offered to a party of its size on the waiting list, and to no smaller one', async () => {
    const session = await dinner(house)
    for (const seats of [rowA, rowC, tableD]) await buy(house, session, seats)
    const { orderId, reader } = await buy(house, session, tableB)
    const [two, four] = await waiting(house, session.sessionId, [{ places: 2 }, { places: 4 }])
    await cancelOrder(house, reader, orderId)
    expect(await distribute(house, session.sessionId)).toBe(1)
    const states = new Map((await house.db.select().from(waitingEntries)).map(entry => [entry.id, entry.state]))
    expect([states.get(two!), states.get(four!)]).toEqual(['waiting', 'offered'])
  })

  it('stays held while its owner comes back to it', async () => {
    const session = await dinner(house)
    const { buyer, hold } = await choosing(house, session, oneOf(session, 4))
    expect(seatsOf(await readHold(house, buyer, session.sessionId, hold.holdToken))).toEqual(tableB)
  })

  it('is called a table in holds and on tickets', async () => {
    const session = await dinner(house)
    const { hold } = await choosing(house, session, oneOf(session, 4))
    expect(hold.lines.map(line => placeName(line, 'zh'))).toEqual([1, 2, 3, 4].map(seat => `池座 B号桌${seat}座`))
    const { orderId } = await buy(house, session, tableD)
    const lines = await house.db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(orderLines.seatIndex)
    expect(seatsInWords(lines, 'en')).toBe([1, 2, 3, 4].map(seat => `Stalls, table D, seat ${seat}`).join('; '))
  })
})
