import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessCodes, orders, outbox, tickets } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { cancelOrder } from '#server/domain/orders/index.ts'
import { addAccessCode, inviteGuest, openAccessFor, releaseAllotment, retireAccessCode, sessionPlaces, withdrawGuest } from '#server/domain/places/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { type OwnSession, allot, brokenPromises, choosing, free, givenOwnSession, offSale, shown, sold } from './places-house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  const broken = await brokenPromises(house)
  await house.close()
  expect(broken).toEqual([])
})

const seatsOf = (session: OwnSession, ...seats: number[]) => ({ seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
const usedOf = async (id: string) => (await house.db.select().from(accessCodes).where(eq(accessCodes.id, id)))[0]!.used

async function givenCode(session: OwnSession, allotmentId: string, wish: { places: number, perPerson?: number, startsAt?: string, endsAt?: string }) {
  const code = `FAN-${newId().slice(-8)}`.toUpperCase()
  return { code, id: await addAccessCode(house, session.author, session.sessionId, allotmentId, { code, perPerson: null, startsAt: null, endsAt: null, ...wish }) }
}

describe('an access code', () => {
  it('opens kept seats to who has it, counts what is ordered, and keeps again what comes back', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 6 })
    const allotment = await allot(house, session, [0, 1, 2], { kind: 'fans', name: 'Fan club' })
    const { id, code } = await givenCode(session, allotment, { places: 2 })
    expect(await openAccessFor(house, newId(), session.sessionId, code.toLowerCase())).toMatchObject({ left: 2, seats: [0, 1, 2] })
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, seatsOf(session, 0)))).toBe('seat-not-for-sale')
    const { order } = await choosing(house, session, { ...seatsOf(session, 0, 3), accessCode: code })
    const { orderId, guestSecret } = await order()
    // The public seat of the same order costs no place of the code.
    expect(await usedOf(id)).toBe(1)
    await cancelOrder(house, { userId: null, guestSecret }, orderId)
    expect(await usedOf(id)).toBe(0)
    expect([...await shown(house, session)].slice(0, 4)).toEqual([offSale, offSale, offSale, free])
  })

  it('opens standing places, which are counted beside the public ones', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 10 })
    const allotment = await allot(house, session, [], { kind: 'fans', standing: [{ areaKey: 'floor', quantity: 4 }] })
    const { code } = await givenCode(session, allotment, { places: 10 })
    const { order, hold } = await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 3 }], accessCode: code })
    expect(hold.lines[0]).toMatchObject({ areaKey: 'floor', quantity: 3, section: { en: 'Floor' } })
    await order()
    expect(await refusalCode(choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 2 }], accessCode: code }))).toBe('area-full')
    await (await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 6 }] })).order()
    expect((await sessionPlaces(house, session.author, session.sessionId)).allotments[0]!.standing).toEqual([{ areaKey: 'floor', quantity: 4, used: 3 }])
  })

  it('is refused alike when unknown, early, late, retired, of another session, or of an allotment that was released', async () => {
    const [session, other] = [await givenOwnSession(house, { rows: 1, seatsPerRow: 6 }), await givenOwnSession(house, { rows: 1, seatsPerRow: 6 })]
    const allotment = await allot(house, session, [0, 1])
    const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
    const codes = [
      await givenCode(session, allotment, { places: 1, startsAt: hours(1) }), await givenCode(session, allotment, { places: 1, endsAt: hours(-1) }),
      await givenCode(other, await allot(house, other, [0]), { places: 1 }), await givenCode(session, allotment, { places: 1 })
    ]
    await retireAccessCode(house, session.author, session.sessionId, codes[3]!.id)
    for (const { code } of [...codes, { code: 'NEVER-WAS' }]) {
      expect(await refusalCode(openAccessFor(house, newId(), session.sessionId, code))).toBe('access-code-refused')
      expect(await refusalCode(choosing(house, session, { ...seatsOf(session, 0), accessCode: code }))).toBe('access-code-refused')
    }
    const last = await givenCode(session, allotment, { places: 1 })
    const { order } = await choosing(house, session, { ...seatsOf(session, 1), accessCode: last.code })
    await releaseAllotment(house, session.author, session.sessionId, allotment)
    expect(await refusalCode(openAccessFor(house, newId(), session.sessionId, last.code))).toBe('access-code-refused')
    // What was held by it is a public seat now, and stays his.
    await order()
    expect(await usedOf(last.id)).toBe(0)
  })

  it('is honoured by the best available, beside what is free, unless it has too few places for the party', async () => {
    const session = await givenOwnSession(house, { rows: 2, seatsPerRow: 6 })
    const best = { bestAvailable: { count: 3 } }
    const kept = [0, 1, 2, 3, 4, 5]
    const allotment = await allot(house, session, kept, { kind: 'fans' })
    const [{ id, code }, small] = [await givenCode(session, allotment, { places: 3 }), await givenCode(session, allotment, { places: 5, perPerson: 2 })]
    const seatsIn = ({ hold }: Awaited<ReturnType<typeof choosing>>) => hold.lines.map(line => line.seatIndex!)
    expect(seatsIn(await choosing(house, session, best)).filter(seat => kept.includes(seat))).toEqual([])
    expect(seatsIn(await choosing(house, session, { ...best, accessCode: small.code })).filter(seat => kept.includes(seat))).toEqual([])
    const lucky = await choosing(house, session, { ...best, accessCode: code })
    expect(seatsIn(lucky).every(seat => kept.includes(seat))).toBe(true)
    await lucky.order()
    expect(await usedOf(id)).toBe(3)
    expect(await refusalCode(choosing(house, session, { ...best, accessCode: code }))).toBe('access-code-refused')
    expect(await refusalCode(choosing(house, session, best))).toBe('no-block-left')
  })

  it('seats a party that is split on what it opens too', async () => {
    const session = await givenOwnSession(house, { rows: 2, seatsPerRow: 2, perPersonLimit: 4 })
    const { id, code } = await givenCode(session, await allot(house, session, [0, 3], { kind: 'fans' }), { places: 4 })
    const { hold, order } = await choosing(house, session, { bestAvailable: { count: 4 }, accessCode: code })
    expect(hold.best?.split).toBe(true)
    await order()
    expect(await usedOf(id)).toBe(2)
  })

  it('T-10: of 500 orders at once, as many get a seat as it has places', async () => {
    const session = await givenOwnSession(house, { rows: 25, seatsPerRow: 20 })
    const allotment = await allot(house, session, Array.from({ length: 500 }, (_, seat) => seat), { kind: 'fans' })
    const { id, code } = await givenCode(session, allotment, { places: 10 })
    const buyers = await Promise.all(Array.from({ length: 500 }, (_, seat) => choosing(house, session, { ...seatsOf(session, seat), accessCode: code })))
    const outcomes = await Promise.allSettled(buyers.map(({ order }) => order()))
    expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(10)
    expect(new Set(outcomes.flatMap(o => o.status === 'rejected' ? [(o.reason as { code: string }).code] : []))).toEqual(new Set(['access-code-refused']))
    expect(await usedOf(id)).toBe(10)
  }, 120_000)

  it('gives one person no more than it says, in any order of his', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 12, perPersonLimit: 12 })
    const { code } = await givenCode(session, await allot(house, session, Array.from({ length: 12 }, (_, seat) => seat)), { places: 12, perPerson: 2 })
    const { userId } = await givenCustomer(house.db)
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, async (_, seat) => {
      const { order } = await choosing(house, session, { ...seatsOf(session, seat), accessCode: code }, person(house, userId))
      return await order()
    }))
    expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(2)
  }, 30_000)
})

describe('a guest list', () => {
  it('gives a named guest free tickets out of the allotment, by mail, beside every limit and before the sale', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 6, perPersonLimit: 1, saleStartsInMs: 3_600_000 })
    const allotment = await allot(house, session, [0, 1, 2], { kind: 'guests', name: 'Guests of the house' })
    const guest = { name: 'Ada Lovelace', email: 'ada@example.org', locale: 'en' as const, standing: [], seatIds: [session.seat(0), session.seat(1)] }
    const { orderId } = await inviteGuest(house, session.author, session.sessionId, allotment, guest)
    const [order] = await house.db.select().from(orders).where(eq(orders.id, orderId))
    expect(order).toMatchObject({ state: 'paid', totalMinor: 0, contactEmail: 'ada@example.org', contactName: 'Ada Lovelace' })
    expect(await house.db.$count(tickets, eq(tickets.orderId, orderId))).toBe(2)
    expect((await house.db.select({ topic: outbox.topic }).from(outbox).where(eq(outbox.key, orderId))).map(o => o.topic)).toContain('order.paid')
    expect([...await shown(house, session)].slice(0, 4)).toEqual([sold, sold, offSale, free])
    expect((await sessionPlaces(house, session.author, session.sessionId)).allotments[0]).toMatchObject({ takenSeats: [0, 1], guests: [{ name: 'Ada Lovelace', places: 2, state: 'paid' }] })
    expect(await refusalCode(inviteGuest(house, session.author, session.sessionId, allotment, guest))).toBe('seat-taken')
    expect(await refusalCode(inviteGuest(house, session.author, session.sessionId, allotment, { ...guest, seatIds: [session.seat(4)] }))).toBe('seat-not-for-sale')
  })

  it('can be shortened: the tickets die, the guest is told, and the places are kept again; a used ticket stays', async () => {
    const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 6 })
    const allotment = await allot(house, session, [0, 1, 2], { kind: 'guests' })
    const invite = (seat: number) => inviteGuest(house, session.author, session.sessionId, allotment, { name: 'Ada', email: 'ada@example.org', locale: 'en', standing: [], seatIds: [session.seat(seat)] })
    const [{ orderId }, other] = [await invite(0), await invite(1)]
    const withdraw = (id: string) => withdrawGuest(house, session.author, session.sessionId, allotment, id)
    await Promise.all([withdraw(orderId), withdraw(orderId)])
    expect((await house.db.select().from(tickets).where(eq(tickets.orderId, orderId))).map(ticket => ticket.state)).toEqual(['refunded'])
    expect((await house.db.select().from(outbox).where(eq(outbox.key, `tickets-withdrawn:${orderId}`)))).toHaveLength(1)
    expect([...await shown(house, session)].slice(0, 3)).toEqual([offSale, sold, offSale])
    expect((await sessionPlaces(house, session.author, session.sessionId)).allotments[0]!.guests.map(guest => guest.state)).toEqual(['paid'])
    await house.db.update(tickets).set({ state: 'used' }).where(eq(tickets.orderId, other.orderId))
    expect(await refusalCode(withdraw(other.orderId))).toBe('not-refundable')
    await house.db.update(tickets).set({ state: 'valid' }).where(eq(tickets.orderId, other.orderId))
    expect(await refusalCode(withdrawGuest(house, session.author, session.sessionId, newId(), other.orderId))).toBe('not-found')
    // What was given stays given when the rest is released, and can still be taken back.
    await releaseAllotment(house, session.author, session.sessionId, allotment)
    expect((await sessionPlaces(house, session.author, session.sessionId)).formerGuests).toMatchObject([{ orderId: other.orderId, allotmentId: allotment }])
    await withdraw(other.orderId)
    expect([...await shown(house, session)].slice(0, 3)).toEqual([free, free, free])
  })
})
