import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitingEntries, waitingOffers } from '#drizzle/schema/index.ts'
import { changeCapacity, keepPlacesFor, moveSeats, releaseAllotment } from '#server/domain/places/index.ts'
import { distributeGivenBack } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { liveClaims, waiting } from '#tests/integration/waiting-list/sold-out.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { until } from '#tests/support/until.ts'
import { type OwnSession, allot, brokenPromises, choosing, free, givenOwnSession, held, offSale, shown } from './places-house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  const broken = await brokenPromises(house)
  await house.close()
  expect(broken).toEqual([])
})

const stateOf = async (id: string) => (await house.db.select().from(waitingEntries).where(eq(waitingEntries.id, id)))[0]!.state
const offersOf = (session: OwnSession) => house.db.select().from(waitingOffers).where(eq(waitingOffers.sessionId, session.sessionId)).orderBy(asc(waitingOffers.createdAt))
const ticket = (session: OwnSession, seat: number) => ({ seats: [{ seatId: session.seat(seat) }] })

/** One row of six, of which an allotment keeps the first four and somebody has the rest. */
async function keptRow(releasesAt: string | null = null): Promise<{ session: OwnSession, allotmentId: string }> {
  const session = await givenOwnSession(house, { rows: 1, seatsPerRow: 6 })
  const allotmentId = await allot(house, session, [0, 1, 2, 3], { releasesAt })
  await (await choosing(house, session, { seats: [4, 5].map(seat => ({ seatId: session.seat(seat) })) })).order()
  await shown(house, session)
  return { session, allotmentId }
}

describe('T-13: what is kept no more', () => {
  it('goes to who waits for it before any map shows it; what nobody waits for is everybody’s', async () => {
    const { session, allotmentId } = await keptRow()
    const [three, two] = await waiting(house, session.sessionId, [{ places: 3 }, { places: 2 }])
    await releaseAllotment(house, session.author, session.sessionId, allotmentId)
    expect(await stateOf(three!)).toBe('offered')
    expect(await stateOf(two!)).toBe('waiting')
    expect((await liveClaims(house, session.sessionId)).filter(claim => claim.entry === three)).toHaveLength(3)
    const seats = [...await shown(house, session)]
    expect(seats.filter(status => status === held)).toHaveLength(5)
    expect(seats.filter(status => status === free)).toHaveLength(1)
  })

  it('is not snatched by who asks for it while the list is walked', async () => {
    const { session, allotmentId } = await keptRow()
    const [entry] = await waiting(house, session.sessionId, [{ places: 4 }])
    const [, ...snatched] = await Promise.all([
      releaseAllotment(house, session.author, session.sessionId, allotmentId),
      ...Array.from({ length: 40 }, (_, n) => refusalCode(choosing(house, session, ticket(session, n % 4))))
    ])
    expect(await stateOf(entry!)).toBe('offered')
    expect(snatched.filter(code => code !== 'seat-not-for-sale' && code !== 'seat-taken')).toEqual([])
  })

  it('does not include what another allotment keeps, seats moved from one to the other, nor what somebody chooses by a code', async () => {
    const { session, allotmentId } = await keptRow()
    const other = await allot(house, session, [3], { name: 'Sponsors' }).catch(() => null)
    expect(other).not.toBeNull()
    const [entry] = await waiting(house, session.sessionId, [{ places: 1 }])
    await moveSeats(house, session.author, session.sessionId, [session.seat(2)], other)
    expect(await stateOf(entry!)).toBe('waiting')
    await moveSeats(house, session.author, session.sessionId, [session.seat(0)], null)
    expect(await stateOf(entry!)).toBe('offered')
    expect([...await shown(house, session)].slice(0, 4)).toEqual([held, offSale, offSale, offSale])
    await releaseAllotment(house, session.author, session.sessionId, allotmentId)
    expect([...await shown(house, session)].slice(0, 4)).toEqual([held, free, offSale, offSale])
  })

  it('is offered when the allotment’s time is over, with nobody looking at the map', async () => {
    const { session } = await keptRow(new Date(Date.now() + 300).toISOString())
    const [entry] = await waiting(house, session.sessionId, [{ places: 4 }])
    await until('the list was asked', async () => {
      await distributeGivenBack(house)
      return await stateOf(entry!) === 'offered'
    })
  })

  it('is a standing place too: of an area that was raised, and of an allotment that keeps fewer', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 4, perPersonLimit: 6 })
    const allotmentId = await allot(house, session, [], { standing: [{ areaKey: 'floor', quantity: 2 }] })
    await (await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 2 }] })).order()
    await shown(house, session)
    const [three, two] = await waiting(house, session.sessionId, [{ places: 3 }, { places: 2 }])
    await changeCapacity(house, session.author, session.sessionId, 'floor', 7)
    expect(await stateOf(three!)).toBe('offered')
    await keepPlacesFor(house, session.author, session.sessionId, allotmentId, 'floor', 0)
    expect(await stateOf(two!)).toBe('offered')
    expect((await offersOf(session)).map(offer => offer.places)).toEqual([3, 2])
  })
})
