import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { House } from '#server/house.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { allot, brokenPromises, choosing, givenOwnSession } from './places-house.ts'

/** The proof that the race of allotments.test.ts can fail: the same, with the lock on the session's places taken away. */
vi.mock('#server/domain/inventory/places-lock.ts', () => ({ sharedPlacesLock: () => sql`1`, lockPlaces: async () => {} }))

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

describe('with the lock off', () => {
  it('a seat is kept and sold at once, and the invariants see it', async () => {
    const publisher = { ...house, holds: { ...house.holds, snapshot: async () => null, tell: house.holds.tell.bind(house.holds) } } as unknown as House
    for (let round = 0; round < 30 && (await brokenPromises(house)).length === 0; round++) {
      const session = await givenOwnSession(house, { rows: 4, seatsPerRow: 10, perPersonLimit: 50 })
      const seats = Array.from({ length: 40 }, (_, i) => i)
      const buyers = await Promise.all(seats.map(seat => choosing(house, session, { seats: [{ seatId: session.seat(seat) }] })))
      await Promise.allSettled(seats.flatMap(seat => [buyers[seat]!.order(), allot(publisher, session, [seat])]))
    }
    expect((await brokenPromises(house)).map(i => i.id)).toEqual(['I2a'])
  }, 120_000)
})
