import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import type * as Kept from '#server/domain/inventory/kept.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, sweepOverdue } from '#server/domain/orders/index.ts'
import { distribute, distributeGivenBack, giveNext } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import type { TestSession } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person } from '#tests/support/house.ts'
import { openDoor } from '#tests/support/open-door.ts'
import { inParallel } from '#tests/support/sale-run.ts'
import { buy, liveClaims, soldOut, waiting } from './sold-out.ts'

/** The negative control takes the keeping away: then what is given back is free for all at once. */
const guard = vi.hoisted(() => ({ isOff: false }))
vi.mock('#server/domain/inventory/kept.ts', async (importOriginal) => {
  const real = await importOriginal<typeof Kept>()
  return {
    ...real,
    givenUp: (column: Parameters<typeof Kept.givenUp>[0]) => guard.isOff ? { state: sql`'released'::claim_state`, keptUntil: sql`null::timestamptz` } : real.givenUp(column)
  }
})

let house: House

beforeAll(async () => {
  house = await openTestHouse({ DATABASE_POOL: '30' })
})
afterEach(async () => {
  guard.isOff = false
  expect((await checkInvariants(house.db)).filter(i => i.violations > 0)).toEqual([])
})
afterAll(() => house.close())

const numbers = (n: number) => Array.from({ length: n }, (_, i) => i)

describe('T-13: the waiting list under load', () => {
  it('100 returns, 1,000 waiting, 10 distributors at once: each return is offered once, to the first hundred, and for as long as it should', async () => {
    const session = await soldOut(house, { rows: 5, seatsPerRow: 20 })
    const people = await waiting(house, session.sessionId, numbers(1_000).map(() => ({})))
    // Given back and given out at the same time, as in life.
    const givingBack = inParallel(session.orders, 8, order => cancelOrder(house, order.reader, order.orderId))
    const distributors = numbers(10).map(async () => {
      for (let idle = 0; idle < 20;) idle = await giveNext(house, session.sessionId) === 'given' ? 0 : idle + 1
    })
    await Promise.all([givingBack, ...distributors])
    while (await distribute(house, session.sessionId) > 0);

    const claims = await liveClaims(house, session.sessionId)
    expect(claims.map(c => c.seat)).toEqual(numbers(100))
    expect(new Set(claims.map(c => c.entry))).toEqual(new Set(people.slice(0, 100)))
    const [offers] = await house.db.execute<{ offers: number, right: number, notices: number }>(sql`
      select count(*)::int as offers, count(*) filter (where o.until - o.created_at between interval '239 minutes' and interval '241 minutes' and r.expires_at - o.until < interval '1 millisecond')::int as right,
        (select count(*)::int from outbox where topic = 'notice' and payload ->> 'kind' = 'waiting-offer') as notices
      from waiting_offers o join orders r on r.id = o.order_id where o.session_id = ${session.sessionId}`)
    expect(offers).toEqual({ offers: 100, right: 100, notices: 100 })
  })

  it('all of Redis lost in the middle: no seat is offered twice', async () => {
    const session = await soldOut(house, { rows: 2, seatsPerRow: 10 })
    await waiting(house, session.sessionId, numbers(40).map(() => ({})))
    const [first, rest] = [session.orders.slice(0, 10), session.orders.slice(10)]
    for (const order of first) await cancelOrder(house, order.reader, order.orderId)
    await giveNext(house, session.sessionId)
    const before = house.holds
    // A new store that knows nothing of the session.
    const other = await openTestHouse()
    house.holds = other.holds
    await Promise.all([inParallel(rest, 4, order => cancelOrder(house, order.reader, order.orderId)), distribute(house, session.sessionId), distribute(house, session.sessionId)])
    while (await distribute(house, session.sessionId) > 0);
    house.holds = before
    await other.close()
    const claims = await liveClaims(house, session.sessionId)
    expect(claims.map(c => c.seat)).toEqual(numbers(20))
    expect(new Set(claims.map(c => c.entry)).size).toBe(20)
  })

  it('W-04: one sweep of many expired orders puts each seat back once, and each waiting person is told once', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 20 })
    await waiting(house, session.sessionId, numbers(20).map(() => ({})))
    await house.db.execute(sql`update orders set expires_at = now() where session_id = ${session.sessionId}`)
    await Promise.all(numbers(4).map(() => sweepOverdue(house)))
    await Promise.all(numbers(4).map(() => distributeGivenBack(house)))
    await distributeGivenBack(house)
    await Promise.all(numbers(3).map(() => deliverNews(house)))
    const [sent] = await house.db.execute<{ mails: number, people: number }>(sql`
      select count(*)::int as mails, count(distinct address)::int as people from deliveries d join waiting_entries w on w.email = d.address where w.session_id = ${session.sessionId} and d.kind = 'waiting-offer'`)
    expect(sent).toEqual({ mails: 20, people: 20 })
  })
})

/** A seat comes back while buyers whom no hold store stops hammer at it. Who got it? */
async function raceForReturns(rounds: number): Promise<{ waiting: number, buyers: number }> {
  const won = { waiting: 0, buyers: 0 }
  const session = await soldOut(house, { rows: 1, seatsPerRow: rounds })
  await waiting(house, session.sessionId, numbers(rounds).map(() => ({})))
  const holds = house.holds
  for (const [seat, order] of session.orders.entries()) {
    house.holds = openDoor()
    const work = { isOver: false }
    const buyers = numbers(6).map(() => hammer(session, seat, work))
    await cancelOrder(house, order.reader, order.orderId)
    house.holds = holds
    await distribute(house, session.sessionId)
    work.isOver = true
    const bought = (await Promise.all(buyers)).filter(Boolean).length
    won.buyers += bought
    if ((await liveClaims(house, session.sessionId)).some(c => c.seat === seat && c.entry)) won.waiting++
  }
  return won
}

async function hammer(session: TestSession, seat: number, work: { isOver: boolean }): Promise<boolean> {
  const door = { ...house, holds: openDoor() }
  while (!work.isOver) {
    const buyer = person(house)
    const hold = await holdSeats(door, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
    const order = await createOrder(door, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(`h${seat}`) }).catch(() => null)
    if (order) return true
  }
  return false
}

describe('a returned seat, and buyers at the door', () => {
  it('goes to whoever waits, however hard others try', async () => {
    expect(await raceForReturns(10)).toEqual({ waiting: 10, buyers: 0 })
  })

  it('negative control: with nothing kept for the list, buyers get in between', async () => {
    guard.isOff = true
    expect((await raceForReturns(10)).buyers).toBeGreaterThan(0)
  })

  it('is not taken from somebody who is choosing it', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2 })
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    const chooser = person(house)
    await holdSeats(house, chooser, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    await waiting(house, session.sessionId, [{}])
    expect(await distribute(house, session.sessionId)).toBe(0)
    await expect(buy(house, session, [0])).rejects.toMatchObject({ code: 'seat-taken' })
  })
})
