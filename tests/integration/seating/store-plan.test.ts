import { createHash } from 'node:crypto'
import { brotliDecompressSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seatingPlans } from '#drizzle/schema/index.ts'
import { loadEncodedPlan, loadPlan, storePlan } from '#server/domain/seating/index.ts'
import type { DatabaseConnection } from '#server/gateways/database/connect.ts'
import { newId } from '#shared/ids/id.ts'
import { decodePlan, encodePlan } from '#shared/seating/plan-codec.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'
import { bowlPlan, planOfRows } from '#tests/unit/shared/seating/plans.ts'
import { givenVenue } from './venue.ts'

describe('a stored seating plan', () => {
  let database: DatabaseConnection
  beforeAll(async () => {
    database = await openNewDatabase()
  })
  afterAll(() => database.close())

  const plan = planOfRows(['stalls A 1 2 3', 'stalls B 1 2 3'])
  const otherPlan = planOfRows(['stalls A 1 2 3 4'])

  it('is loaded as it was stored, and is the same object for everybody', async () => {
    const { id: venueId } = await givenVenue(database.db)
    const { planId } = await storePlan(database.db, { venueId, hall: 'main', plan })
    const [first, second] = await Promise.all([loadPlan(database.db, planId), loadPlan(database.db, planId)])
    expect(first).toEqual(plan)
    expect(second).toBe(first)
  })

  it('is addressed by the SHA-256 of its JSON and kept as brotli', async () => {
    const { id: venueId } = await givenVenue(database.db)
    const { contentHash } = await storePlan(database.db, { venueId, hall: 'main', plan })
    const json = brotliDecompressSync(await loadEncodedPlan(database.db, contentHash))
    expect(createHash('sha256').update(json).digest('hex')).toBe(contentHash)
    expect(decodePlan(JSON.parse(json.toString()))).toEqual(plan)
  })

  it('has the next version of its hall, and none when nothing changed', async () => {
    const { id: venueId } = await givenVenue(database.db)
    const versions = []
    for (const next of [plan, plan, otherPlan, plan]) versions.push(await storePlan(database.db, { venueId, hall: 'main', plan: next }))
    const other = await storePlan(database.db, { venueId, hall: 'studio', plan })
    expect(versions.map(({ version, isNew }) => [version, isNew])).toEqual([[1, true], [1, false], [2, true], [3, true]])
    expect(versions[1]!.planId).toBe(versions[0]!.planId)
    expect(other.version).toBe(1)
  })

  it('is stored once when ten people store it at once', async () => {
    const { id: venueId } = await givenVenue(database.db)
    const all = await Promise.all(Array.from({ length: 10 }, () => storePlan(database.db, { venueId, hall: 'main', plan })))
    expect(new Set(all.map(stored => stored.planId)).size).toBe(1)
    expect(all.filter(stored => stored.isNew)).toHaveLength(1)
    const different = await Promise.all([2, 3, 4, 5].map(n => storePlan(database.db, { venueId, hall: 'main', plan: bowlPlan(n * 10) })))
    expect(different.map(stored => stored.version).sort()).toEqual([2, 3, 4, 5])
  })

  it('is never changed', async () => {
    const { id: venueId } = await givenVenue(database.db)
    const { planId } = await storePlan(database.db, { venueId, hall: 'main', plan })
    await expect(database.db.update(seatingPlans).set({ seatCount: 1 }).where(eq(seatingPlans.id, planId))).rejects.toThrow()
  })

  it('can be sold: any other is refused with its faults', async () => {
    const { id: venueId } = await givenVenue(database.db)
    const broken = planOfRows(['stalls A 1 2 2'])
    await expect(storePlan(database.db, { venueId, hall: 'main', plan: broken })).rejects.toMatchObject({ code: 'plan-refused', data: { faultCount: 1, faults: [{ code: 'duplicate-seat', place: '/rows/0/seats/2' }] } })
    await expect(storePlan(database.db, { venueId, hall: 'main', plan: { ...plan, width: Number.NaN } })).rejects.toThrow('width')
    expect(await database.db.select().from(seatingPlans).where(eq(seatingPlans.venueId, venueId))).toEqual([])
  })

  it('is not there for an unknown venue, id or hash', async () => {
    expect(await refusalCode(storePlan(database.db, { venueId: newId(), hall: 'main', plan }))).toBe('not-found')
    expect(await refusalCode(loadEncodedPlan(database.db, '0'.repeat(64)))).toBe('not-found')
    expect(await refusalCode(loadPlan(database.db, newId()))).toBe('not-found')
  })

  it('is found once it is there, although somebody asked too early', async () => {
    const { id: venueId } = await givenVenue(database.db)
    const late = planOfRows(['late A 1 2 3'])
    const contentHash = createHash('sha256').update(JSON.stringify(encodePlan(late))).digest('hex')
    expect(await refusalCode(loadEncodedPlan(database.db, contentHash))).toBe('not-found')
    await storePlan(database.db, { venueId, hall: 'main', plan: late })
    expect((await loadEncodedPlan(database.db, contentHash)).length).toBeGreaterThan(0)
  })
})
