import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { categories, users, venues } from '#drizzle/schema/index.ts'
import { type EventImport, beginImport, finishImport, importEvents, listImports } from '#server/domain/imports/index.ts'
import { readTable } from '#server/domain/imports/read-table.ts'
import type { House } from '#server/house.ts'
import { eventImportMapping, importOutcome } from '#shared/api/imports.ts'
import { openTestHouse } from '#tests/support/house.ts'

let house: House
let publisherId: string
beforeAll(async () => {
  house = await openTestHouse()
  const [publisher] = await house.db.insert(users).values({ role: 'publisher', email: 'hostile@example.org', displayName: 'Hostile' }).returning()
  publisherId = publisher!.id
  await house.db.insert(categories).values({ slug: 'plays', nameEn: 'Plays', nameZh: '话剧' })
})
afterAll(() => house.close())

const HEAD = 'id,name,name_zh,sessions,venue,category'
const row = (id: string, category = 'plays', venue = 'The Barn') => `${id},Show ${id},演出${id},2027-01-09T19:30:00+08:00,${venue},${category}`
const bytes = (text: string) => async function* () { yield new TextEncoder().encode(text) }
const mappingOf = (source: string, columns: Record<string, string> = {}) => eventImportMapping.parse({
  source, columns: { externalId: 'id', nameEn: 'name', nameZh: 'name_zh', sessions: 'sessions', venueEn: 'venue', category: 'category', ...columns },
  timeZone: 'Asia/Shanghai', country: 'CN', city: { en: 'Shanghai', zh: '上海' }, currency: 'CNY', categories: { plays: 'plays' }
})
const run = (text: string, source: string, wish: Partial<EventImport> = {}) => importEvents(house, { userId: publisherId, role: 'publisher' }, {
  mapping: mappingOf(source), isDryRun: true, isRowByRow: false, publish: 'draft', read: bytes(text), now: new Date('2026-11-21T00:00:00Z'), ...wish
})

describe('a table that means harm', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('V-17: a category by the name of %s is one that nobody knows, and the list of runs stays readable', async (name) => {
    const { id } = await beginImport(house, publisherId, { fileName: 'x.csv', mapping: mappingOf('inherited') })
    const outcome = await run([HEAD, row('1', name)].join('\n'), 'inherited')
    expect(importOutcome.parse(outcome)).toMatchObject({ refused: 1, unknownCategories: [{ value: name, rows: 1 }], list: [{ messages: expect.arrayContaining([{ code: 'category-unknown', column: 'category', value: name }]) }] })
    await finishImport(house, publisherId, id, outcome)
    expect((await listImports(house, publisherId)).runs[0]).toMatchObject({ id, outcome: { refused: 1 } })
  })

  it.each(['__proto__', 'constructor'])('V-17: a column by the name of %s that is not there is empty', async (name) => {
    const outcome = await run([HEAD, row('1')].join('\n'), 'columns', { mapping: mappingOf('columns', { summaryEn: name }) })
    expect(importOutcome.parse(outcome)).toMatchObject({ refused: 0, rows: 1 })
  })

  it('a reader that stops early closes the file, and a file that breaks off ends the reading', async () => {
    let isClosed = false
    const endless = async function* () {
      try {
        for (let n = 0; n < 1_000_000; n++) yield new TextEncoder().encode(`${n === 0 ? `${HEAD}\n` : ''}${row(String(n))}\n`)
      } finally {
        isClosed = true
      }
    }
    let opened = 0
    for await (const { line } of readTable(() => (opened++ === 0 ? bytes(HEAD)() : endless()), 'utf-8')) if (line > 3) break
    await expect.poll(() => isClosed).toBe(true)
    const broken = async function* () {
      yield new TextEncoder().encode(`${HEAD}\n${row('1')}\n`)
      throw new Error('disk gone')
    }
    opened = 0
    const readAll = async () => { for await (const _ of readTable(() => (opened++ === 0 ? bytes(HEAD)() : broken()), 'utf-8')); }
    await expect(readAll()).rejects.toThrow('disk gone')
  })
})

describe('a table of many venues', () => {
  it('keeps the locks of the house free for those who buy', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => row(String(n), 'plays', `Barn ${String.fromCharCode(97 + n % 26)}${n}`))
    const counts: number[] = []
    let isOver = false
    const import_ = run([HEAD, ...rows].join('\n'), 'many-venues', { isDryRun: false }).finally(() => { isOver = true })
    while (!isOver) {
      const [locks] = await house.db.execute<{ n: number }>(sql`select count(*)::int as n from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`)
      counts.push(locks!.n)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    expect(await import_).toMatchObject({ isImported: true, newVenues: 300 })
    expect(Math.max(...counts)).toBeLessThan(20)
    expect((await house.db.select({ slug: venues.slug }).from(venues)).length).toBe(300)
  })

  it('of names in Chinese alone gives each an address of its own, and lets others add theirs meanwhile', async () => {
    const outcome = await run([HEAD, ...Array.from({ length: 30 }, (_, n) => row(String(n), 'plays', `剧院${'甲乙丙丁戊己庚辛壬癸'[n % 10]}${'一二三'[Math.floor(n / 10)]}`))].join('\n'), 'chinese-venues', { isDryRun: false })
    expect(outcome).toMatchObject({ isImported: true, newVenues: 30 })
  })
})

describe('a table that is only tried', () => {
  it('keeps nobody who buys waiting until its end', async () => {
    const [admin] = await house.db.insert(users).values({ role: 'admin', email: 'tries@example.org', displayName: 'Tries' }).returning()
    const author = { userId: admin!.id, role: 'admin' as const }
    const table = (time: string) => [HEAD, ...Array.from({ length: 60 }, (_, n) => row(String(n)).replace('19:30', time))].join('\n')
    const file = (time: string, wish: Partial<EventImport>) => importEvents(house, author, {
      mapping: mappingOf('tried'), isDryRun: true, isRowByRow: false, publish: 'approved', read: bytes(table(time)), now: new Date('2026-11-21T00:00:00Z'), ...wish
    })
    expect(await file('19:30', { isDryRun: false })).toMatchObject({ isImported: true, created: 60 })
    let isOver = false
    let most = 0
    const tried = file('20:00', {}).finally(() => { isOver = true })
    while (!isOver) {
      // Rows that an order could not be written for now.
      const free = await house.db.execute(sql`select s.id from sessions s join events e on e.id = s.event_id where e.external_source = 'tried' for key share of s skip locked`)
      most = Math.max(most, 60 - free.length)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    expect(await tried).toMatchObject({ isImported: false, changed: 60, refused: 0 })
    expect(most).toBeLessThanOrEqual(1)
  })
})

describe('many tables at once', () => {
  it('are worked on two at a time, so that connections are left for those who buy; what waits too long in line is refused', async () => {
    let underWay = 0
    let most = 0
    const watched = async function* () {
      most = Math.max(most, ++underWay)
      try {
        yield new TextEncoder().encode([HEAD, row('1')].join('\n'))
        await new Promise(resolve => setTimeout(resolve, 20))
      } finally {
        underWay--
      }
    }
    const runs = await Promise.allSettled(Array.from({ length: 14 }, (_, n) => run('', `at-once-${n}`, { read: watched })))
    expect(most).toBeLessThanOrEqual(2)
    expect(runs.filter(one => one.status === 'fulfilled')).toHaveLength(12)
    expect(runs.flatMap(one => one.status === 'rejected' ? [(one.reason as { code: string }).code] : [])).toEqual(['unavailable', 'unavailable'])
  })

  it('that bring the same new venues in another order wait for each other, and none is refused', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => row(String(n), 'plays', `Shared hall ${n}`))
    const runs = [rows, rows.toReversed()].map((lines, n) => run([HEAD, ...lines].join('\n'), `crosswise-${n}`, { isDryRun: false }))
    const outcomes = await Promise.all(runs)
    expect(outcomes.map(outcome => [outcome.isImported, outcome.created])).toEqual([[true, 40], [true, 40]])
    expect(outcomes.reduce((sum, outcome) => sum + outcome.newVenues, 0)).toBe(40)
  })
})
