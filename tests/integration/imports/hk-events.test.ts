import { existsSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
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

/** FOYER_FULL=1 takes the whole programme; otherwise its first rows, which take a tenth of the time. */
const expected = process.env.FOYER_FULL === '1' ? { rows: 564, sessions: 865, venues: 100, leastPlaces: 30 } : { rows: 80, sessions: 102, venues: 25, leastPlaces: 22 }

function programme(): string {
  const rows = parse(readFileSync(FILE)).slice(0, 1 + expected.rows)
  return rows.map(cells => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')
}

const mapping = eventImportMapping.parse({
  source: 'hk-lcsd',
  columns: {
    externalId: 'external_id', nameEn: 'title_en', nameZh: 'title_zh', descriptionEn: 'description_en', descriptionZh: 'description_zh', organiserEn: 'organiser_en', organiserZh: 'organiser_zh',
    category: 'category', sessions: 'sessions', venueId: 'venue_id', venueEn: 'venue_en', venueZh: 'venue_zh', latitude: 'latitude', longitude: 'longitude', prices: 'prices_hkd'
  },
  timeZone: 'Asia/Hong_Kong', country: 'HK', city: { en: 'Hong Kong', zh: '香港' }, currency: 'HKD', categories: { inc4sc5: 'film' }, defaultCategory: 'stage'
})

describe.skipIf(!isThere)(`the programme of Hong Kong: ${expected.rows} events with ${expected.sessions} sessions`, () => {
  const csv = isThere ? programme() : ''
  let house: House
  let adminId: string
  const run = (wish: Partial<EventImport>) => importEvents(house, { userId: adminId, role: 'admin' }, {
    mapping, isDryRun: false, isRowByRow: false, publish: 'approved', read: () => Readable.from([Buffer.from(csv)]), now: new Date('2026-11-21T00:00:00Z'), ...wish
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
    expect(outcome).toMatchObject({ isDryRun: true, isImported: false, encoding: 'utf-8', rows: expected.rows, created: expected.rows, refused: 0, sessions: expected.sessions, newVenues: expected.venues })
    expect(await house.db.$count(events)).toBe(0)
    expect(await house.db.$count(venues)).toBe(0)
  }, 120_000)

  it('is imported whole, and put on sale in the zone of its venues', async () => {
    const outcome = await run({})
    expect(outcome).toMatchObject({ isImported: true, created: expected.rows, refused: 0, sessions: expected.sessions })
    const [[shows], [dates], [places], [prices]] = await Promise.all([
      house.db.select({ n: count() }).from(events).where(eq(events.status, 'approved')), house.db.select({ n: count() }).from(sessions),
      house.db.select({ n: count() }).from(venues).where(isNotNull(venues.latitude)), house.db.select({ n: count() }).from(ticketTypes)
    ])
    expect(shows!.n).toBe(expected.rows)
    expect(dates!.n).toBe(expected.sessions)
    expect(places!.n).toBeGreaterThan(expected.leastPlaces)
    expect(prices!.n).toBeGreaterThanOrEqual(expected.sessions)
    const [film] = await house.db.select().from(events).where(eq(events.externalId, '166329'))
    expect(film).toMatchObject({ nameZh: '「啓」系列2024﹕嶺南影像 - 港澳深穗電影交流展：《明媚時光》', status: 'approved' })
    const [session] = await house.db.select().from(sessions).where(eq(sessions.eventId, film!.id))
    expect(session!.startsAt.toISOString()).toBe('2026-12-19T09:30:00.000Z')
  }, 120_000)

  it('changes nothing when it is imported again', async () => {
    expect(await run({})).toMatchObject({ isImported: true, created: 0, changed: 0, unchanged: expected.rows, newVenues: 0 })
    expect(await house.db.$count(events)).toBe(expected.rows)
  }, 120_000)
})
