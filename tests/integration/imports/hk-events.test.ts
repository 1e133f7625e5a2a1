import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { count, eq, isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { categories, events, sessions, ticketTypes, users, venues } from '#drizzle/schema/index.ts'
import { type EventImport, importEvents } from '#server/domain/imports/index.ts'
import type { House } from '#server/house.ts'
import { eventImportMapping } from '#shared/api/imports.ts'
import { openTestHouse } from '#tests/support/house.ts'

const FILE = fileURLToPath(new URL('../../../../shared/data/events/hk-events.csv', import.meta.url))
const isThere = existsSync(FILE)
if (!isThere) console.log('The programme of Hong Kong is not here: its import is not tested')

const mapping = eventImportMapping.parse({
  source: 'hk-lcsd',
  columns: {
    externalId: 'external_id', nameEn: 'title_en', nameZh: 'title_zh', descriptionEn: 'description_en', descriptionZh: 'description_zh', organiserEn: 'organiser_en', organiserZh: 'organiser_zh',
    category: 'category', sessions: 'sessions', venueId: 'venue_id', venueEn: 'venue_en', venueZh: 'venue_zh', latitude: 'latitude', longitude: 'longitude', prices: 'prices_hkd'
  },
  timeZone: 'Asia/Hong_Kong', country: 'HK', city: { en: 'Hong Kong', zh: '香港' }, currency: 'HKD', categories: { inc4sc5: 'film' }, defaultCategory: 'stage'
})

describe.skipIf(!isThere)('the programme of Hong Kong: 564 events with 865 sessions', () => {
  let house: House
  let adminId: string
  const run = (wish: Partial<EventImport>) => importEvents(house, { userId: adminId, role: 'admin' }, {
    mapping, isDryRun: false, isRowByRow: false, publish: 'approved', read: () => createReadStream(FILE), now: new Date('2026-11-21T00:00:00Z'), ...wish
  })

  beforeAll(async () => {
    house = await openTestHouse()
    const [admin] = await house.db.insert(users).values({ role: 'admin', email: 'importer@example.org', displayName: 'Importer' }).returning()
    adminId = admin!.id
    await house.db.insert(categories).values([{ slug: 'film', nameEn: 'Film', nameZh: '电影' }, { slug: 'stage', nameEn: 'Stage', nameZh: '舞台' }])
  })
  afterAll(() => house.close())

  it('is tried without leaving anything behind', async () => {
    const outcome = await run({ isDryRun: true })
    expect(outcome.list.filter(row => row.outcome === 'refused').slice(0, 5)).toEqual([])
    expect(outcome).toMatchObject({ isDryRun: true, isImported: false, encoding: 'utf-8', rows: 564, created: 564, refused: 0, sessions: 865, newVenues: 100 })
    expect(await house.db.$count(events)).toBe(0)
    expect(await house.db.$count(venues)).toBe(0)
  }, 120_000)

  it('is imported whole, and put on sale in the zone of its venues', async () => {
    const outcome = await run({})
    expect(outcome).toMatchObject({ isImported: true, created: 564, refused: 0, sessions: 865 })
    const [[shows], [dates], [places], [prices]] = await Promise.all([
      house.db.select({ n: count() }).from(events).where(eq(events.status, 'approved')), house.db.select({ n: count() }).from(sessions),
      house.db.select({ n: count() }).from(venues).where(isNotNull(venues.latitude)), house.db.select({ n: count() }).from(ticketTypes)
    ])
    expect(shows!.n).toBe(564)
    expect(dates!.n).toBe(865)
    expect(places!.n).toBeGreaterThan(30)
    expect(prices!.n).toBeGreaterThanOrEqual(865)
    const [film] = await house.db.select().from(events).where(eq(events.externalId, '166329'))
    expect(film).toMatchObject({ nameZh: '「啓」系列2024﹕嶺南影像 - 港澳深穗電影交流展：《明媚時光》', status: 'approved' })
    const [session] = await house.db.select().from(sessions).where(eq(sessions.eventId, film!.id))
    expect(session!.startsAt.toISOString()).toBe('2026-12-19T09:30:00.000Z')
  }, 120_000)

  it('changes nothing when it is imported again', async () => {
    expect(await run({})).toMatchObject({ isImported: true, created: 0, changed: 0, unchanged: 564, newVenues: 0 })
    expect(await house.db.$count(events)).toBe(564)
  }, 120_000)
})
