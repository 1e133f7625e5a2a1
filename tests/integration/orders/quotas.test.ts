import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { orders, ticketQuotaTypes, ticketQuotas, ticketTypes } from '#drizzle/schema/index.ts'
import { readSession, readStock } from '#server/domain/catalogue/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, sweepOverdue } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { distribute } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { type SessionWish, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { inParallel } from '#tests/support/sale-run.ts'
import { choosing } from '../places/places-house.ts'
import { buy, waiting } from '../waiting-list/sold-out.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'

/** FOYER_FULL=1 runs the large sizes. */
const BUYERS = process.env.FOYER_FULL === '1' ? 1_000 : 120

let house: House
beforeAll(async () => {
  house = await openTestHouse({ DATABASE_POOL: '30' })
})
afterEach(async () => {
  expect((await checkInvariants(house.db)).filter(i => i.violations > 0)).toEqual([])
})
afterAll(() => house.close())

/** A session whose adults and students sit in the same seats; `capacity` counts the types of `over` together. */
async function limited(capacity: number, over: ('adult' | 'student' | 'standing')[], wish: SessionWish = {}) {
  const session = await givenSession(house.db, { rows: 4, seatsPerRow: 10, perPersonLimit: 50, ...wish })
  const [student] = await house.db.insert(ticketTypes).values({ sessionId: session.sessionId, nameEn: 'Student', nameZh: '学生票', categoryKey: 'seats', priceMinor: 19_000, currency: 'CNY', sortOrder: 5 }).returning()
  const ids = { adult: session.seatTypeId, student: student!.id, standing: session.standingTypeId }
  const [quota] = await house.db.insert(ticketQuotas).values({ sessionId: session.sessionId, documentKey: newId(), nameEn: 'Students', nameZh: '学生', capacity }).returning()
  await house.db.insert(ticketQuotaTypes).values(over.map(kind => ({ quotaId: quota!.id, ticketTypeId: ids[kind] })))
  const taken = async () => (await house.db.select().from(ticketQuotas).where(eq(ticketQuotas.id, quota!.id)))[0]!.taken
  const seats = (type: 'adult' | 'student' | undefined, ...indexes: number[]) => ({ seats: indexes.map(seat => ({ seatId: session.seat(seat), ticketTypeId: type && ids[type] })) })
  return { ...session, ids, taken, seats }
}

describe('a shared quota', () => {
  it('sells exactly its capacity to parallel orders over two of its types', async () => {
    const session = await limited(BUYERS / 4, ['student', 'standing'], { rows: BUYERS / 20, seatsPerRow: 20, standingCapacity: BUYERS })
    const answers = await inParallel(Array.from({ length: BUYERS }, (_, n) => n), 60, async (n) => {
      const buyer = person(house)
      try {
        const hold = await holdSeats(house, buyer, session.sessionId, n % 2 ? { standing: [{ areaKey: 'floor', quantity: 1 }] } : session.seats('student', n / 2))
        await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(newId()) })
        return 'sold'
      } catch (error) {
        return (error as { code: string }).code
      }
    })
    expect(answers.filter(answer => answer === 'sold')).toHaveLength(BUYERS / 4)
    expect(new Set(answers)).toEqual(new Set(['sold', 'quota-full']))
    expect(await session.taken()).toBe(BUYERS / 4)
  }, 300_000)

  it('refuses a hold of what it has not left, and says what is left and what happened', async () => {
    const session = await limited(2, ['student'])
    await expect(holdSeats(house, person(house), session.sessionId, session.seats('student', 0, 1, 2))).rejects.toMatchObject({ code: 'quota-full', data: { quota: { en: 'Students', zh: '学生' }, left: 2, asked: 3 } })
    const { buyer, hold } = await choosing(house, session, session.seats('student', 0, 1))
    expect(await refusalCode(holdSeats(house, buyer, session.sessionId, { holdToken: hold.holdToken, ...session.seats('student', 2) }))).toBe('quota-full')
    await expect(holdSeats(house, buyer, session.sessionId, { holdToken: hold.holdToken, ...session.seats('adult', 2) })).resolves.toMatchObject({ lines: { length: 3 } })
  })

  it('lets the order decide where several hold the last tickets; the seats stay held, and nothing is charged', async () => {
    const session = await limited(2, ['student'])
    const [first, second] = [await choosing(house, session, session.seats('student', 0, 1)), await choosing(house, session, session.seats('student', 2, 3))]
    await first.order()
    await expect(second.order()).rejects.toMatchObject({ code: 'quota-full', data: { left: 0, asked: 2 } })
    expect(await house.holds.read(session.sessionId, second.hold.holdToken)).toMatchObject({ seats: { length: 2 } })
  })

  it('sells seats that nobody named a price for at the next price that has room for all of them, and as the best too', async () => {
    const session = await limited(3, ['adult'])
    const four = await holdSeats(house, person(house), session.sessionId, session.seats(undefined, 0, 1, 2, 3))
    expect(new Set(four.lines.map(line => line.ticketTypeId))).toEqual(new Set([session.ids.student]))
    const best = await holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 4 } })
    expect(new Set(best.lines.map(line => line.ticketTypeId))).toEqual(new Set([session.ids.student]))
    const three = await holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 3 } })
    expect(new Set(three.lines.map(line => line.ticketTypeId))).toEqual(new Set([session.ids.adult]))
    const both = await limited(1, ['adult', 'student'])
    expect(await refusalCode(holdSeats(house, person(house), both.sessionId, { bestAvailable: { count: 2 } }))).toBe('quota-full')
  })

  it('gets back what an order gives up: cancelled, run out, swept or not', async () => {
    const session = await limited(2, ['student'])
    const buyStudents = async (...seats: number[]) => {
      const { order } = await choosing(house, session, session.seats('student', ...seats))
      const { orderId, guestSecret } = await order()
      return { orderId, reader: { userId: null, guestSecret } }
    }
    const lapse = (orderId: string) => house.db.update(orders).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(orders.id, orderId))
    const cancelled = await buyStudents(0, 1)
    await cancelOrder(house, cancelled.reader, cancelled.orderId)
    expect(await session.taken()).toBe(0)
    await vi.waitFor(async () => lapse((await buyStudents(2, 3)).orderId))
    await sweepOverdue(house)
    expect(await session.taken()).toBe(0)
    await vi.waitFor(async () => lapse((await buyStudents(4, 5)).orderId))
    // Nobody sweeps: the next order makes room for itself.
    const paid = await vi.waitFor(() => buyStudents(6, 7))
    const { paymentId } = await payOrder(house, paid.reader, paid.orderId, 'sandbox')
    await payAtSandbox(house, paymentId)
    expect(await session.taken()).toBe(2)
  })

  it('shows its types as sold out, with its name, in the stock and on the seat page; the session only where nothing else is sold', async () => {
    const session = await limited(1, ['student'])
    await (await choosing(house, session, session.seats('student', 0))).order()
    const { sessions: [stock] } = await readStock(house, session.eventId)
    const of = (id: string) => stock!.ticketTypes.find(type => type.id === id)
    expect(of(session.ids.student)).toMatchObject({ free: 0, quota: { name: { en: 'Students', zh: '学生' }, left: 0 } })
    expect(of(session.ids.adult)).toMatchObject({ free: 39 })
    expect(of(session.ids.adult)!.quota).toBeUndefined()
    expect(stock!.availability).toBe('available')
    const page = await readSession(house, session.sessionId)
    expect(page.ticketTypes.find(type => type.id === session.ids.student)).toMatchObject({ quota: { left: 0 } })

    const whole = await limited(2, ['adult', 'student', 'standing'])
    await (await choosing(house, whole, whole.seats('adult', 0, 1))).order()
    expect((await readStock(house, whole.eventId)).sessions[0]).toMatchObject({ availability: 'sold-out', free: 0 })
    expect((await readSession(house, whole.sessionId)).availability).toBe('sold-out')
  })

  it('does not stop the waiting list: who asks for more than it has left waits on, and the next who can be served is', async () => {
    const session = await limited(5, ['adult', 'student'], { rows: 1, seatsPerRow: 6 })
    const three = await buy(house, session, [0, 1, 2])
    await buy(house, session, [3, 4])
    const [many, few] = await waiting(house, session.sessionId, [{ places: 3 }, { places: 2 }])
    await cancelOrder(house, three.reader, three.orderId)
    // Three are free again, but the quota has two for them.
    await house.db.update(ticketQuotas).set({ capacity: 4 }).where(eq(ticketQuotas.sessionId, session.sessionId))
    expect(await distribute(house, session.sessionId)).toBe(1)
    const states = await house.db.execute<{ id: string, state: string }>(sql`select id, state from waiting_entries where session_id = ${session.sessionId}`)
    expect(Object.fromEntries(states.map(row => [row.id, row.state]))).toEqual({ [many!]: 'waiting', [few!]: 'offered' })
  })
})
