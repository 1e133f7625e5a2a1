import { and, eq, isNull, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attendees, events, orderLines, orders, sessions, tickets } from '#drizzle/schema/index.ts'
import { forgetAttendees, nameAttendees, readAttendees } from '#server/domain/attendees/index.ts'
import { documentHash, openNumber } from '#server/domain/attendees/document-secrets.ts'
import { nameTicket, offerTicket } from '#server/domain/holders/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, describeOrder } from '#server/domain/orders/index.ts'
import { payOrder, settleRefunds } from '#server/domain/payments/index.ts'
import { knownTicket, gateTicket } from '#server/domain/gate/known-tickets.ts'
import type { House } from '#server/house.ts'
import type { AttendeeInput } from '#shared/api/attendees.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { change } from '../changes/given-changes.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await settleRefunds(house)
  await closeSoundHouse(house)
})

const PEOPLE = [
  { name: '王小明', kind: 'id-card', number: '11010519491231002X' },
  { name: 'Ada Lovelace', kind: 'passport', number: 'E12345678' },
  { name: 'Chan Tai Man', kind: 'hk-macau-permit', number: 'H12345678' }
] as const

async function givenNamedSession(wish: Parameters<typeof givenSession>[1] = {}): Promise<TestSession> {
  const session = await givenSession(house.db, { rows: 3, seatsPerRow: 20, ...wish })
  await house.db.update(events).set({ needsIdentity: true }).where(eq(events.id, session.eventId))
  return session
}

/** Somebody who ordered seats, and has not said who comes. */
async function givenOrder(session: TestSession, ...seats: number[]) {
  const { userId } = await givenCustomer(house.db, 500_000)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  const lines = await house.db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(orderLines.seatIndex)
  return {
    orderId, userId, buyer, lines, reader: { userId, guestSecret: null },
    row: async () => (await house.db.select().from(orders).where(eq(orders.id, orderId)))[0]!,
    name: (...people: readonly Omit<AttendeeInput, 'lineId' | 'position'>[]) => nameAttendees(house, orderId, `user:${userId}`, people.map((one, i) => ({ ...one, lineId: lines[i]!.id, position: 0 }))),
    pay: () => payOrder(house, { userId, guestSecret: null }, orderId, 'points'),
    tickets: () => house.db.select().from(tickets).where(eq(tickets.orderId, orderId)).orderBy(tickets.seatIndex)
  }
}

describe('a show that must know who comes', () => {
  it('G-04: takes no money before everybody is named, and prints the names', async () => {
    const order = await givenOrder(await givenNamedSession(), 0, 1)
    expect((await describeOrder(house.db, await order.row(), [])).attendees).toBe('missing')
    expect(await refusalCode(order.pay())).toBe('attendees-missing')
    await order.name(PEOPLE[0])
    expect(await refusalCode(order.pay())).toBe('attendees-missing')
    await order.name(PEOPLE[0], PEOPLE[1])
    expect((await describeOrder(house.db, await order.row(), [])).attendees).toBe('complete')
    await order.pay()
    expect((await order.tickets()).map(t => t.holderName)).toEqual(['王小明', 'Ada Lovelace'])
    // The gate sees whom to compare with what, and no more.
    const [ticket] = await order.tickets()
    expect(gateTicket((await knownTicket(house.db, ticket!.id))!)).toMatchObject({ holder: '王小明', document: { kind: 'id-card', tail: '002X' } })
  })

  it('G-04: keeps numbers sealed and hashed by keys of the house, and shows their ends', async () => {
    const order = await givenOrder(await givenNamedSession(), 0)
    await order.name(PEOPLE[0])
    const [row] = await house.db.select().from(attendees).where(eq(attendees.orderId, order.orderId))
    expect(JSON.stringify(row)).not.toContain('1101051949')
    expect(openNumber(house.keys.attendees, row!.id, row!.numberSealed!)).toBe(PEOPLE[0].number)
    // Copied to another row it is worthless; with another house's key the hash is another.
    expect(() => openNumber(house.keys.attendees, order.orderId, row!.numberSealed!)).toThrow()
    expect(row!.numberHash).toBe(documentHash(house.keys.attendees, 'id-card', PEOPLE[0].number))
    expect(row!.numberHash).not.toBe(documentHash(Buffer.alloc(32), 'id-card', PEOPLE[0].number))
    const shown = JSON.stringify(await readAttendees(house.db, await order.row()))
    expect(shown).toContain('002X')
    expect(shown).not.toContain('1949')
  })

  it('G-04, T-09: gives one document one ticket of a session, whoever asks at the same moment', async () => {
    const session = await givenNamedSession()
    const all = await Promise.all(Array.from({ length: 20 }, (_, seat) => givenOrder(session, seat)))
    const named = await Promise.allSettled(all.map(order => order.name(PEOPLE[0])))
    expect(named.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of named) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'attendee-twice', data: { name: '王小明' } })
    // Twice in one order is once too often, and then nobody is named.
    const two = await givenOrder(session, 30, 31)
    expect(await refusalCode(two.name(PEOPLE[1], PEOPLE[1]))).toBe('attendee-twice')
    expect(await refusalCode(two.name(PEOPLE[1], PEOPLE[0]))).toBe('attendee-twice')
    expect((await readAttendees(house.db, await two.row())).places.map(p => p.attendee)).toEqual([null, null])
    // Another evening is another session.
    await (await givenOrder(await givenNamedSession(), 0)).name(PEOPLE[0])
  })

  it('lets go of a document when its order ran out, was cancelled, or its ticket ended', async () => {
    const session = await givenNamedSession({ holdSeconds: 3600 })
    const cancelled = await givenOrder(session, 0)
    await cancelled.name(PEOPLE[0])
    await cancelOrder(house, cancelled.reader, cancelled.orderId)
    const overdue = await givenOrder(session, 1)
    await overdue.name(PEOPLE[0])
    await house.db.update(orders).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(orders.id, overdue.orderId))
    const next = await givenOrder(session, 2)
    await next.name(PEOPLE[0])
    expect(await refusalCode(overdue.name(PEOPLE[0]))).toBe('order-expired')
    await next.pay()
    const late = await givenOrder(session, 3)
    expect(await refusalCode(late.name(PEOPLE[0]))).toBe('attendee-twice')
    expect(await house.db.$count(attendees, and(eq(attendees.sessionId, session.sessionId), isNull(attendees.releasedAt)))).toBe(1)
  })

  it('lets names be changed until it is paid, and not after', async () => {
    const order = await givenOrder(await givenNamedSession(), 0)
    await order.name(PEOPLE[0])
    await order.name(PEOPLE[1])
    await order.pay()
    expect((await order.tickets())[0]!.holderName).toBe('Ada Lovelace')
    expect(await refusalCode(order.name(PEOPLE[2]))).toBe('attendees-fixed')
    const [ticket] = await order.tickets()
    expect(await refusalCode(nameTicket(house, order.reader, ticket!.id, 'Somebody'))).toBe('name-fixed')
    expect(await refusalCode(offerTicket({ db: house.db, guestKey: house.keys.guests }, order.reader, ticket!.id, { name: 'Bob', email: 'bob@example.org', locale: 'en' }))).toBe('not-transferable')
  })

  it('asks for names afterwards where a ticket has none, once', async () => {
    const session = await givenSession(house.db, { rows: 3, seatsPerRow: 20 })
    const order = await givenOrder(session, 0)
    await order.pay()
    await house.db.update(events).set({ needsIdentity: true }).where(eq(events.id, session.eventId))
    expect((await describeOrder(house.db, await order.row(), [])).attendees).toBe('missing')
    await order.name(PEOPLE[0])
    expect((await order.tickets())[0]!.holderName).toBe('王小明')
    expect(await refusalCode(order.name(PEOPLE[1]))).toBe('attendees-fixed')
  })

  it('C-10: takes somebody along who changes his seat of the same evening', async () => {
    const session = await givenNamedSession()
    await house.db.update(sessions).set({ changeTerms: { hoursBefore: 1, feePercent: 0 } }).where(eq(sessions.id, session.sessionId))
    const order = await givenOrder(session, 0)
    await order.name(PEOPLE[0])
    await order.pay()
    const [old] = await order.tickets()
    const done = await change(house, order, old!.id, { session, seat: 9 })
    expect(done.ticket).toMatchObject({ seatIndex: 9, holderName: '王小明', state: 'valid' })
    expect(gateTicket((await knownTicket(house.db, done.ticket.id))!).document).toEqual({ kind: 'id-card', tail: '002X' })
    expect(await refusalCode((await givenOrder(session, 20)).name(PEOPLE[0]))).toBe('attendee-twice')
  })

  it('G-04: forgets who came thirty days after the show, and who did not come after two', async () => {
    const session = await givenNamedSession()
    const order = await givenOrder(session, 0)
    await order.name(PEOPLE[0])
    await order.pay()
    const left = await givenOrder(session, 1)
    await left.name(PEOPLE[1])
    await cancelOrder(house, left.reader, left.orderId)
    expect(await forgetAttendees(house.db)).toBe(0)
    await house.db.update(attendees).set({ createdAt: sql`now() - interval '3 days'` }).where(eq(attendees.sessionId, session.sessionId))
    expect(await forgetAttendees(house.db)).toBe(1)
    await house.db.update(sessions).set({ startsAt: sql`now() - interval '31 days'`, endsAt: sql`now() - interval '30 days 1 minute'`, saleEndsAt: sql`now() - interval '31 days'`, saleStartsAt: sql`now() - interval '40 days'` }).where(eq(sessions.id, session.sessionId))
    expect(await forgetAttendees(house.db)).toBe(1)
    const [row] = await house.db.select().from(attendees).where(eq(attendees.sessionId, session.sessionId))
    expect(row).toMatchObject({ name: null, documentKind: null, numberSealed: null, numberHash: null, numberTail: null })
    expect((await order.tickets())[0]!.holderName).toBeNull()
    expect(await forgetAttendees(house.db)).toBe(0)
  })
})
