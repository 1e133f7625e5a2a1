import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import type { House } from '#server/house.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, guestContact, openTestHouse, person } from '#tests/support/house.ts'
import { openDoor } from '#tests/support/open-door.ts'
import { inParallel, runStandingSale } from '#tests/support/sale-run.ts'

/** The other races are decided by the hold store before Postgres is asked. Here it lets everybody in, so that Postgres alone decides. */
let house: House

beforeAll(async () => {
  house = await openTestHouse()
  house.holds = openDoor()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const count = async (query: ReturnType<typeof sql>) => Number((await house.db.execute<{ n: string }>(query))[0]!.n)
const code = (answer: PromiseSettledResult<unknown>) => answer.status === 'fulfilled' ? 'ok' : String((answer.reason as { code?: string }).code)

describe('with a hold store that lets everybody in', () => {
  it('T-03: the last seat goes to exactly one of 100, the others are told clearly', async () => {
    for (let round = 0; round < 3; round++) {
      const session = await givenSession(house.db, { rows: 1, seatsPerRow: 1 })
      const answers = await Promise.allSettled(Array.from({ length: 100 }, async (_, n) => {
        const buyer = person(house)
        const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
        return await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(n) })
      }))
      expect(answers.map(code).sort()).toEqual(['ok', ...Array<string>(99).fill('seat-taken')].sort())
    }
  })

  it('T-05: overlapping orders of many seats in any order end without deadlocks and without parts', async () => {
    const session = await givenSession(house.db, { rows: 2, seatsPerRow: 20, perPersonLimit: 8 })
    const answers = await Promise.allSettled(Array.from({ length: 200 }, async (_, n) => {
      const buyer = person(house)
      const seats = Array.from({ length: 2 + n % 7 }, (_, i) => (n * 7 + i * 11) % 40)
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: seats.map(s => ({ seatId: session.seat(s) })) })
      return await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(n) })
    }))
    expect([...new Set(answers.map(code))].sort()).toEqual(['ok', 'seat-taken'])
    expect(await count(sql`select count(*) as n from orders o where o.session_id = ${session.sessionId}
      and (select count(*) from claims c where c.order_id = o.id) <> (select count(*) from order_lines l where l.order_id = o.id)`)).toBe(0)
  })

  it('T-02: a standing area sells exactly its capacity', async () => {
    const session = await givenSession(house.db, { rows: 0, standingCapacity: 100 })
    await runStandingSale(house, session, { buyers: 300, parallel: 60, seed: 3 })
    expect(await count(sql`select taken as n from standing_stock where session_id = ${session.sessionId}`)).toBe(100)
  })

  it('T-09: 50 orders of one person at once stop at the limit', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 4 })
    const { userId } = await givenCustomer(house.db)
    await inParallel(Array.from({ length: 50 }, (_, seat) => seat), 50, async (seat) => {
      const buyer = person(house, userId)
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
      await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken }).catch(() => null)
    })
    expect(await count(sql`select count(*) as n from claims where session_id = ${session.sessionId} and state <> 'released'`)).toBe(4)
  })
})
