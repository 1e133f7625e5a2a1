import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orders, standingStock } from '#drizzle/schema/index.ts'
import { readStock } from '#server/domain/catalogue/index.ts'
import { sessionStatus } from '#server/domain/inventory/index.ts'
import { changeCapacity } from '#server/domain/places/index.ts'
import type { House } from '#server/house.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { brokenPromises, choosing, givenOwnSession } from './places-house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  const broken = await brokenPromises(house)
  await house.close()
  expect(broken).toEqual([])
})

const stockOf = async (sessionId: string) => (await house.db.select().from(standingStock).where(eq(standingStock.sessionId, sessionId)))[0]!

describe('the capacity of a standing area', () => {
  it('is raised and lowered while it sells, and the map, the stock and the next order follow', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 4 })
    await (await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 4 }] })).order()
    expect(await refusalCode(choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 1 }] }))).toBe('area-full')
    await changeCapacity(house, session.author, session.sessionId, 'floor', 6)
    expect((await sessionStatus(house, session.sessionId)).areas).toEqual({ floor: { capacity: 6, free: 2 } })
    expect((await readStock(house, session.eventId)).sessions[0]).toMatchObject({ capacity: 6, free: 2 })
    await (await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 1 }] })).order()
    await changeCapacity(house, session.author, session.sessionId, 'floor', 5)
    expect(await refusalCode(choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 1 }] }))).toBe('area-full')
  })

  it('T-12: is never set below what is taken; the refusal says how many are sold', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 10 })
    await (await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 3 }] })).order()
    await expect(changeCapacity(house, session.author, session.sessionId, 'floor', 2)).rejects.toMatchObject({ code: 'capacity-below-sold', data: { sold: 0, pending: 3, kept: 0, least: 3, asked: 2 } })
    expect(await stockOf(session.sessionId)).toMatchObject({ capacity: 10, taken: 3 })
    // Orders whose time is over stand in nobody's way.
    await house.db.update(orders).set({ expiresAt: new Date(Date.now() - 1_000) }).where(eq(orders.sessionId, session.sessionId))
    await changeCapacity(house, session.author, session.sessionId, 'floor', 2)
    expect(await stockOf(session.sessionId)).toMatchObject({ capacity: 2, taken: 0 })
  })

  it('T-12: holds under 500 orders and 50 edits at once', async () => {
    const session = await givenOwnSession(house, { rows: 0, standingCapacity: 300 })
    const buyers = await Promise.all(Array.from({ length: 250 }, () => choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 1 }] })))
    const edits = Array.from({ length: 50 }, (_, n) => 150 + (n * 37) % 250)
    const outcomes = await Promise.allSettled([
      ...buyers.map(buyer => buyer.order()),
      ...edits.map(capacity => changeCapacity(house, session.author, session.sessionId, 'floor', capacity)),
      ...Array.from({ length: 250 }, async () => await (await choosing(house, session, { standing: [{ areaKey: 'floor', quantity: 1 }] })).order())
    ])
    const refusals = new Set(outcomes.flatMap(o => o.status === 'rejected' ? [(o.reason as { code: string }).code] : []))
    expect([...refusals].filter(code => code !== 'area-full' && code !== 'capacity-below-sold')).toEqual([])
    const { taken, capacity } = await stockOf(session.sessionId)
    expect(taken).toBeLessThanOrEqual(capacity)
    expect(taken).toBe(outcomes.filter((o, i) => o.status === 'fulfilled' && (i < 250 || i >= 300)).length)
    expect(await brokenPromises(house)).toEqual([])
  }, 60_000)
})
