import { and, eq, ne, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allotments, auditLog, claims, seatAllotments } from '#drizzle/schema/index.ts'
import { readStock } from '#server/domain/catalogue/index.ts'
import { holdSeats, sessionStatus } from '#server/domain/inventory/index.ts'
import { cancelOrder, holdMakingRoom } from '#server/domain/orders/index.ts'
import { changeAllotment, createAllotment, keepPlacesFor, moveSeats, releaseAllotment, sessionPlaces } from '#server/domain/places/index.ts'
import type { House } from '#server/house.ts'
import { openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { until } from '#tests/support/until.ts'
import { allot, brokenPromises, choosing, free, givenOwnSession, offSale, shown } from './places-house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  const broken = await brokenPromises(house)
  await house.close()
  expect(broken).toEqual([])
})

describe('an allotment', () => {
  it('keeps its seats from everybody and from the counts, and shows it on the map', async () => {
    const session = await givenOwnSession(house, { rows: 2, seatsPerRow: 5 })
    await shown(house, session)
    await allot(house, session, [0, 1, 2])
    expect([...await shown(house, session)].slice(0, 4)).toEqual([offSale, offSale, offSale, free])
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(1) }] }))).toBe('seat-not-for-sale')
    const best = await holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 2 } })
    expect(best.lines.map(line => line.seatIndex).filter(seat => seat! < 3)).toEqual([])
    const stock = await readStock(house, session.eventId)
    expect(stock.sessions[0]).toMatchObject({ capacity: 7, free: 7 })
  })

  it('can be moved into another, in part, and out to everybody, each with who did it', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 6 })
    const first = await allot(house, session, [0, 1, 2])
    const second = await allot(house, session, [3], { kind: 'sponsors', name: 'Sponsors' })
    await moveSeats(house, session.author, session.sessionId, [session.seat(2)], second)
    await moveSeats(house, session.author, session.sessionId, [session.seat(0)], null)
    const places = await sessionPlaces(house, session.author, session.sessionId)
    expect(places.allotments.map(a => [a.id, a.seats])).toEqual([[first, [1]], [second, [2, 3]]])
    expect([...await shown(house, session)]).toEqual([free, offSale, offSale, offSale, free, free])
    const log = await house.db.select({ action: auditLog.action, actor: auditLog.actor }).from(auditLog).where(sql`${auditLog.details}->>'sessionId' = ${session.sessionId}`).orderBy(auditLog.id)
    expect(log).toEqual(['allotment.created', 'allotment.created', 'allotment.seats-kept', 'allotment.seats-opened'].map(action => ({ action, actor: session.author.userId })))
  })

  it('takes no seat that is sold, being paid for or being chosen, and says how many', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 6 })
    await (await choosing(house, session, { seats: [{ seatId: session.seat(0) }] })).order()
    await choosing(house, session, { seats: [{ seatId: session.seat(1) }] })
    await expect(allot(house, session, [0, 1, 2])).rejects.toMatchObject({ code: 'places-in-use', data: { sold: 0, pending: 1, held: 1, seatIndexes: [0, 1] } })
    expect((await sessionPlaces(house, session.author, session.sessionId)).allotments).toEqual([])
    await allot(house, session, [2])
  })

  it('keeps standing places, no more than there are, and gives them back', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 10 })
    const id = await allot(house, session, [], { standing: [{ areaKey: 'floor', quantity: 8 }] })
    expect((await sessionStatus(house, session.sessionId)).areas).toEqual({ floor: { capacity: 2, free: 2 } })
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { standing: [{ areaKey: 'floor', quantity: 3 }] }))).toBe('area-full')
    await (await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 2 }] })).order()
    await expect(keepPlacesFor(house, session.author, session.sessionId, id, 'floor', 9)).rejects.toMatchObject({ code: 'area-full', data: { left: 0, asked: 1 } })
    await keepPlacesFor(house, session.author, session.sessionId, id, 'floor', 5)
    expect((await sessionStatus(house, session.sessionId)).areas).toEqual({ floor: { capacity: 5, free: 3 } })
    await releaseAllotment(house, session.author, session.sessionId, id)
    expect((await sessionStatus(house, session.sessionId)).areas).toEqual({ floor: { capacity: 10, free: 8 } })
    expect(await refusalCode(releaseAllotment(house, session.author, session.sessionId, id))).toBe('illegal-transition')
  })

  it('opens seats that were off sale from the start, for good', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 4, offSaleSeats: [1, 2] })
    expect([...await shown(house, session)]).toEqual([free, offSale, offSale, free])
    await moveSeats(house, session.author, session.sessionId, [session.seat(1)], null)
    expect((await sessionPlaces(house, session.author, session.sessionId)).offSale).toEqual([2])
    expect([...await shown(house, session)]).toEqual([free, free, offSale, free])
    await holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(1) }] })
  })

  it('is nobody else’s business: Z-03', async () => {
    const [session, other] = [await givenOwnSession(house, { rows: 1, seatsPerRow: 4 }), await givenOwnSession(house, { rows: 1, seatsPerRow: 4 })]
    const id = await allot(house, session, [0])
    expect(await refusalCode(sessionPlaces(house, other.author, session.sessionId))).toBe('not-found')
    expect(await refusalCode(moveSeats(house, other.author, other.sessionId, [other.seat(1)], id))).toBe('not-found')
    expect(await refusalCode(releaseAllotment(house, other.author, other.sessionId, id))).toBe('not-found')
  })
})

describe('an allotment with a time', () => {
  const soon = () => new Date(Date.now() + 1_500).toISOString()

  it('is everybody’s from then on with nobody sweeping: on the map, in the counts, in a hold and in an order', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 4, standingCapacity: 10 })
    await createAllotment(house, session.author, session.sessionId, {
      kind: 'accessible', name: 'Wheelchairs', note: '', releasesAt: soon(), seatIds: [session.seat(0), session.seat(1)], standing: [{ areaKey: 'floor', quantity: 10 }]
    })
    expect([...await shown(house, session)]).toEqual([offSale, offSale, free, free])
    expect((await readStock(house, session.eventId)).sessions[0]).toMatchObject({ free: 2 })
    await until('the seat is free', async () => (await shown(house, session))[0] === free)
    expect((await readStock(house, session.eventId)).sessions[0]).toMatchObject({ free: 14 })
    await (await choosing(house, session, { seats: [{ seatId: session.seat(0) }], standing: [{ areaKey: 'floor', quantity: 2 }] })).order()
    expect((await sessionPlaces(house, session.author, session.sessionId)).allotments).toEqual([])
  })

  it('decides by the clock of Postgres in the order itself, whatever the store says', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 4 })
    await allot(house, session, [], { standing: [{ areaKey: 'floor', quantity: 4 }] })
    await house.db.update(allotments).set({ releasesAt: new Date(Date.now() - 1_000) }).where(eq(allotments.sessionId, session.sessionId))
    // Nobody has looked at the session: the store still counts no place free, the order that asks makes room.
    const hold = await holdMakingRoom(house, person(house), session.sessionId, { standing: [{ areaKey: 'floor', quantity: 4 }] })
    expect(hold.lines[0]!.quantity).toBe(4)
  })

  it('may be given another time, which every map follows', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 2 })
    const id = await allot(house, session, [0])
    await shown(house, session)
    await changeAllotment(house, session.author, session.sessionId, id, { kind: 'house', name: 'House seats', note: 'for the mayor', releasesAt: new Date(Date.now() + 400).toISOString() })
    await until('the seat is free', async () => (await shown(house, session))[0] === free)
    expect(await refusalCode(changeAllotment(house, session.author, session.sessionId, id, { kind: 'house', name: 'x', note: '', releasesAt: new Date(1).toISOString() }))).toMatch(/invalid-input|illegal-transition/)
  })
})

describe('allotting in the middle of a sale', () => {
  it('never keeps a seat that is sold, nor sells one that is kept, whichever comes first', async () => {
    const session = await givenOwnSession(house, { rows: 10, seatsPerRow: 20, perPersonLimit: 50 })
    const seats = Array.from({ length: 200 }, (_, i) => i)
    // Everybody holds first, so that only Postgres stands between an order and an allotment.
    const buyers = await Promise.all(seats.map(seat => choosing(house, session, { seats: [{ seatId: session.seat(seat) }] })))
    const publisher = { ...house, holds: { ...house.holds, snapshot: async () => null, tell: house.holds.tell.bind(house.holds) } }
    const [sold, allotted]: [number[], number[]] = [[], []]
    for (let first = 0; first < 200; first += 20) {
      const order = (seat: number) => buyers[seat]!.order().then(() => sold.push(seat))
      const keep = (seat: number) => allot(publisher as unknown as House, session, [seat], { name: `Seat ${seat}` }).then(() => allotted.push(seat))
      const race = seats.slice(first, first + 20)
      // By turns one or the other has the start: its first is through before the others begin.
      const [early, late] = first % 40 === 0 ? [order, keep] : [keep, order]
      const begun = race.map(early)
      await Promise.any(begun)
      await Promise.allSettled([...begun, ...race.map(late)])
    }
    expect(sold.filter(seat => allotted.includes(seat))).toEqual([])
    expect(sold.length + allotted.length).toBe(200)
    expect(sold.length).toBeGreaterThan(0)
    expect(allotted.length).toBeGreaterThan(0)
    expect(await house.db.$count(claims, and(eq(claims.sessionId, session.sessionId), ne(claims.state, 'released')))).toBe(sold.length)
    expect(await brokenPromises(house)).toEqual([])
  }, 60_000)

  it('counts standing places right, whoever keeps, orders and gives up at the same time', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 60 })
    const id = await allot(house, session, [], { standing: [{ areaKey: 'floor', quantity: 20 }] })
    const work = [
      ...Array.from({ length: 40 }, async () => {
        const { order } = await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 2 }] })
        const { orderId, guestSecret } = await order()
        if (Math.random() < 0.5) await cancelOrder(house, { userId: null, guestSecret }, orderId)
      }),
      ...Array.from({ length: 20 }, (_, n) => keepPlacesFor(house, session.author, session.sessionId, id, 'floor', (n * 7) % 40))
    ]
    await Promise.allSettled(work)
    await releaseAllotment(house, session.author, session.sessionId, id)
    expect(await brokenPromises(house)).toEqual([])
    expect(await house.db.$count(seatAllotments, eq(seatAllotments.sessionId, session.sessionId))).toBe(0)
  }, 60_000)
})
