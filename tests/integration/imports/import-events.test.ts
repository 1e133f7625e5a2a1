import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { categories, eventDrafts, events, users, venues } from '#drizzle/schema/index.ts'
import { type EventImport, importEvents, lookAtTable } from '#server/domain/imports/index.ts'
import type { House } from '#server/house.ts'
import { eventImportMapping } from '#shared/api/imports.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'

let house: House
let adminId: string
let publisherId: string

beforeAll(async () => {
  house = await openTestHouse()
  const [admin, publisher] = await house.db.insert(users).values([
    { role: 'admin', email: 'importer@example.org', displayName: 'Importer' }, { role: 'publisher', email: 'publisher@example.org', displayName: 'Publisher' }
  ]).returning()
  adminId = admin!.id
  publisherId = publisher!.id
  await house.db.insert(categories).values({ slug: 'plays', nameEn: 'Plays', nameZh: '话剧' })
})
afterAll(() => house.close())

const HEAD = 'id,name,name_zh,sessions,venue,venue_zh,category,prices'
const NOW = new Date('2026-11-21T00:00:00Z')
const row = (id: string, name = `Show ${id}`, sessions = '2027-01-09T19:30:00+08:00') => `${id},${name},演出${id},${sessions},The Barn,谷仓,plays,100|50`
const bytes = (text: string | Uint8Array) => async function* () { yield typeof text === 'string' ? new TextEncoder().encode(text) : text }

let sources = 0
/** Each file comes from somewhere else, so that no test meets another's events. */
const run = (text: string | Uint8Array, wish: Partial<EventImport> = {}, source = `test-${++sources}`, author: { userId: string, role: 'admin' | 'publisher' } = { userId: adminId, role: 'admin' }) => importEvents(house, author, {
  mapping: eventImportMapping.parse({
    source, columns: { externalId: 'id', nameEn: 'name', nameZh: 'name_zh', sessions: 'sessions', venueEn: 'venue', venueZh: 'venue_zh', category: 'category', prices: 'prices' },
    timeZone: 'Asia/Shanghai', country: 'CN', city: { en: 'Shanghai', zh: '上海' }, currency: 'CNY', categories: { plays: 'plays' }
  }),
  isDryRun: false, isRowByRow: false, publish: 'draft', read: bytes(text), now: NOW, ...wish
})
const codes = (outcome: Awaited<ReturnType<typeof run>>) => outcome.list.map(r => [r.externalId, r.outcome, r.messages.map(m => m.code).filter(code => !code.endsWith('-copied') && code !== 'venue-new')])
const importedFrom = (source: string) => house.db.$count(events, eq(events.externalSource, source))

describe('V-17: a table of events', () => {
  it('is all or nothing: one bad row, and nothing is written', async () => {
    const outcome = await run([HEAD, row('1'), row('2', '', 'tomorrow'), row('3')].join('\n'), {}, 'all-or-nothing')
    expect(outcome).toMatchObject({ isImported: false, rows: 3, refused: 1 })
    expect(codes(outcome)).toEqual([['1', 'new', []], ['2', 'refused', ['session-unreadable']], ['3', 'new', []]])
    expect(await importedFrom('all-or-nothing')).toBe(0)
  })

  it('is taken row by row where that is asked for', async () => {
    const outcome = await run([HEAD, row('1'), row('2', 'x', 'tomorrow'), row('3')].join('\n'), { isRowByRow: true }, 'row-by-row')
    expect(outcome).toMatchObject({ isImported: true, created: 2, refused: 1 })
    expect(await importedFrom('row-by-row')).toBe(2)
  })

  it('says of each row what is wrong, with its line', async () => {
    const outcome = await run([
      HEAD, row('1'), row('1', 'The same id'), ',No id,无,2027-01-09T19:30:00+08:00,The Barn,谷仓,plays,1', row('4', '=cmd|calc'), row('5').replace('plays', 'puppets'),
      row('6').replace('100|50', 'ten'), row('7', 'Long '.repeat(60)), row('8', 'x', '2027-02-30T19:30:00+08:00'), row('9', 'x', '2027-01-09T19:30:00+08:00|2027-01-09 19:30'), '10,too,few'
    ].join('\n'), { isDryRun: true })
    expect(codes(outcome)).toEqual([
      ['1', 'new', []], ['1', 'refused', ['id-twice']], ['', 'refused', ['id-missing']], ['4', 'new', ['formula']], ['5', 'refused', ['category-unknown']],
      ['6', 'refused', ['price-unreadable']], ['7', 'refused', ['too-long']], ['8', 'refused', ['session-unreadable']], ['9', 'refused', ['session-twice']], ['', 'refused', ['malformed']]
    ])
    expect(outcome.list.map(r => r.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(outcome.unknownCategories).toEqual([{ value: 'puppets', rows: 1 }])
  })

  it('may be written in GBK, as Excel does in China, or in UTF-16', async () => {
    const gbk = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GBK'], { input: [HEAD, row('1')].join('\r\n') })
    expect(await run(gbk, {}, 'gbk')).toMatchObject({ encoding: 'gb18030', isImported: true, created: 1 })
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from([HEAD, row('1')].join('\n'), 'utf16le')])
    expect(await run(utf16, {}, 'utf-16')).toMatchObject({ encoding: 'utf-16le', isImported: true, created: 1 })
    const names = await house.db.select({ zh: events.nameZh }).from(events).where(eq(events.externalSource, 'gbk'))
    expect(names).toEqual([{ zh: '演出1' }])
  })

  it('is refused whole where it is no text at all', async () => {
    expect(await refusalCode(run(Uint8Array.from([0x50, 0x4b, 3, 4, 0xff, 0xff, 0xff, 0x80, 0x20])))).toBe('invalid-input')
  })

  it('ends at a quote that is never closed, and says where', async () => {
    const outcome = await run([HEAD, row('1'), `2,"never closed,x,y\n${'z'.repeat(50)}`].join('\n'), { isDryRun: true })
    expect(outcome.isImported).toBe(false)
    expect(outcome.list.at(-1)).toMatchObject({ outcome: 'refused', messages: [{ code: 'malformed' }] })
    expect(outcome.list.at(-1)!.line).toBeGreaterThanOrEqual(3)
  })

  it('reads wall clocks in the zone of the mapping, and instants as they are', async () => {
    await run([HEAD, row('1', 'Clock', '2027-01-09 19:30|2027-01-10T19:30:00Z')].join('\n'), {}, 'clocks')
    const [event] = await house.db.select().from(events).where(eq(events.externalSource, 'clocks'))
    const [draft] = await house.db.select({ document: eventDrafts.document }).from(eventDrafts).where(eq(eventDrafts.eventId, event!.id))
    expect(draft!.document.sessions.map(s => s.startsAt)).toEqual(['2027-01-09T11:30:00.000Z', '2027-01-10T19:30:00.000Z'])
  })

  it('comes again: what is the same stays, what is different is changed, prices of the row are told apart by their amounts', async () => {
    const author = { userId: adminId, role: 'admin' as const }
    await run([HEAD, row('1'), row('2')].join('\n'), {}, 'again', author)
    const outcome = await run([HEAD, row('1'), row('2', 'Another name'), row('3')].join('\n'), {}, 'again', author)
    expect(outcome.list.map(r => r.outcome)).toEqual(['unchanged', 'changed', 'new'])
    expect(await importedFrom('again')).toBe(3)
  })

  it('makes drafts for a publisher and proposes the venues that are new; approval is for admins', async () => {
    const publisher = { userId: publisherId, role: 'publisher' as const }
    const text = [HEAD, row('1').replace('The Barn', 'A New House')].join('\n')
    expect(await refusalCode(run(text, { publish: 'approved' }, 'theirs', publisher))).toBe('not-allowed')
    expect(await run(text, {}, 'theirs', publisher)).toMatchObject({ created: 1, newVenues: 1 })
    const [venue] = await house.db.select().from(venues).where(eq(venues.nameEn, 'A New House'))
    expect(venue).toMatchObject({ approvedAt: null, createdBy: publisherId })
    const [event] = await house.db.select().from(events).where(eq(events.externalSource, 'theirs'))
    expect(event).toMatchObject({ status: 'draft', createdBy: publisherId })
  })

  // A million rows take a minute or two on a small machine: FOYER_FULL=1 asks for them.
  it('may have very many rows: they stream through, and what is wrong is listed as far as it fits', async () => {
    const ROWS = process.env.FOYER_FULL ? 1_000_000 : 100_000
    const many = async function* () {
      const encoder = new TextEncoder()
      yield encoder.encode(`${HEAD}\n`)
      for (let i = 0; i < ROWS; i += 1000) yield encoder.encode(`${Array.from({ length: 1000 }, (_, j) => row(String(i + j), `Show ${i + j}`, (i + j) % 100 === 7 ? 'never' : undefined)).join('\n')}\n`)
    }
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    const outcome = await run('', { read: many })
    expect(outcome).toMatchObject({ isImported: false, rows: ROWS, refused: ROWS / 100, isListCut: true })
    expect(outcome.list).toHaveLength(Math.min(ROWS / 100, 2_000))
    // Of each row its id is kept, and the collector has not come to all of the rest yet.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150 * 1024 * 1024 + ROWS * 250)
  }, 180_000)
})

describe('the beginning of a file', () => {
  it('tells its columns and what they probably mean, also where it ends within a character', async () => {
    const text = new TextEncoder().encode(`external_id;title_en;title_zh;sessions;venue_en;prices_hkd\n1;Tosca;托斯卡;2027-01-09T19:30:00+08:00;Opera;380\n2;Mei;梅`)
    const look = await lookAtTable(text.subarray(0, text.length - 1))
    expect(look).toMatchObject({
      encoding: 'utf-8', columns: ['external_id', 'title_en', 'title_zh', 'sessions', 'venue_en', 'prices_hkd'],
      columnsGuessed: { externalId: 'external_id', nameEn: 'title_en', nameZh: 'title_zh', sessions: 'sessions', venueEn: 'venue_en', prices: 'prices_hkd' }
    })
    expect(look.rows[0]).toMatchObject({ title_zh: '托斯卡' })
  })
})
