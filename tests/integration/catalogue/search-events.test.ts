import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '#drizzle/schema/index.ts'
import { searchEvents } from '#server/domain/search/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type Playbill, inHours, openPlaybill } from './playbill.ts'

let connection: Awaited<ReturnType<typeof openNewDatabase>>
let bill: Playbill

beforeAll(async () => {
  connection = await openNewDatabase({ pool: 4 })
  bill = await openPlaybill(connection.db)
})
afterAll(() => connection?.close())

const search = (query: Parameters<typeof searchEvents>[1]) => searchEvents({ db: connection.db }, query)
const slugs = async (query: Parameters<typeof searchEvents>[1]) => (await search(query)).events.map(event => event.slug)

describe('searching the catalogue', () => {
  beforeAll(async () => {
    const shanghai = await bill.venue()
    const tokyo = await bill.venue({ nameEn: 'Sumida Hall', nameZh: '隅田厅', cityEn: 'Tokyo', cityZh: '东京', timeZone: 'Asia/Tokyo' })
    const music = await bill.category('music')
    const opera = await bill.category('opera', music)
    const add = async (slug: string, event: Partial<typeof schema.events.$inferInsert>, sessions: { at?: typeof shanghai, hours: number, minor?: number, status?: 'scheduled' | 'cancelled' }[]) => {
      const id = await bill.event({ slug, ...event })
      for (const { at, hours, minor, status } of sessions) await bill.session(id, at ?? shanghai, { startsAt: inHours(hours), status }, [{ category: 'a', minor: minor ?? 38000 }])
    }
    await add('red-chamber', { nameEn: 'Dream of the Red Chamber', nameZh: '芭蕾舞剧《红楼梦》', categoryId: music }, [{ hours: 900 }])
    await add('tosca', { nameEn: 'Tosca', nameZh: '托斯卡', summaryEn: 'A red evening at the opera.', categoryId: opera, featuredRank: 9 }, [{ hours: 800, minor: 10000 }, { hours: 950, minor: 9000 }])
    await add('one-hundred', { nameEn: '100% Jazz', nameZh: '百分百爵士', performers: [{ nameEn: 'Mei Lin', nameZh: '林梅', kind: 'person' }] }, [{ hours: 1000, at: tokyo }])
    await add('long-ago', { nameEn: 'Red Sorghum', nameZh: '红高粱' }, [{ hours: -900 }])
    await add('called-off', { nameEn: 'Called off', nameZh: '取消' }, [{ hours: 990, status: 'cancelled' }])
    await add('secret', { nameEn: 'Red secret', nameZh: '秘密', status: 'pending' }, [{ hours: 500 }])
    await bill.index()
  })

  it('shows what is to come, the editors\' choice first, and never what is not approved', async () => {
    expect(await slugs({})).toEqual(['tosca', 'red-chamber', 'called-off', 'one-hundred'])
  })

  it('finds words in the name before words in the text, and what is over last', async () => {
    expect(await slugs({ q: 'red' })).toEqual(['red-chamber', 'tosca', 'long-ago'])
  })

  it.each([
    ['红楼', ['red-chamber']], ['红楼梦芭蕾', ['red-chamber']], ['上海 托斯卡', ['tosca']], ['林梅', ['one-hundred']], ['mei lin', ['one-hundred']],
    ['Sumida', ['one-hundred']], ['opera TOSCA', ['tosca']]
  ])('finds %s by names, performers, venue and city, in both languages', async (q, expected) => {
    expect(await slugs({ q })).toEqual(expected)
  })

  it.each(['%', '_', '\\', '100\\%', '\'; drop table events; --', '\u0000', '\ud800', '%_%', 'kind', 'nameEn'])('takes %j as letters, not as a pattern or a program (V-16)', async (q) => {
    const { total } = await search({ q })
    expect(total).toBe(q.includes('%') ? 1 : ['\u0000', '\ud800'].includes(q) ? 4 : 0)
  })

  it('finds a percent sign where one is', async () => {
    expect(await slugs({ q: '100%' })).toEqual(['one-hundred'])
  })

  it('looks into the whole subtree of a category, and finds nothing in one that is not', async () => {
    expect(await slugs({ category: 'music' })).toEqual(['tosca', 'red-chamber'])
    expect(await slugs({ category: 'opera' })).toEqual(['tosca'])
    expect(await search({ category: 'unknown\u0000' })).toMatchObject({ events: [], total: 0, nextCursor: null })
  })

  it('filters by city in either language, and lists the cities that have something to come', async () => {
    expect(await slugs({ city: '东京' })).toEqual(['one-hundred'])
    expect(await slugs({ city: 'tokyo' })).toEqual(['one-hundred'])
    expect((await search({})).cities).toEqual([{ en: 'Shanghai', zh: '上海' }, { en: 'Tokyo', zh: '东京' }])
  })

  it('sorts by day and by price', async () => {
    expect(await slugs({ sort: 'soon' })).toEqual(['tosca', 'red-chamber', 'called-off', 'one-hundred'])
    expect((await slugs({ sort: 'price' }))[0]).toBe('tosca')
  })

  it('compares prices within one currency only: the house\'s first, the others after it by their codes, those without a price last', async () => {
    const hall = await bill.venue()
    const abroad = await bill.category('abroad')
    for (const [slug, minor, currency] of [['yen-cheap', 90, 'JPY'], ['euro-dear', 9_000, 'EUR'], ['yuan-dear', 900_000, 'CNY'], ['euro-cheap', 100, 'EUR'], ['yuan-cheap', 5_000, 'CNY'], ['free-abroad', 0, 'USD']] as const) {
      await bill.session(await bill.event({ slug, categoryId: abroad }), hall, {}, [{ category: 'a', minor, currency }])
    }
    await bill.session(await bill.event({ slug: 'unpriced', categoryId: abroad }), hall, {}, [])
    await bill.index()
    const expected = ['yuan-cheap', 'yuan-dear', 'euro-cheap', 'euro-dear', 'yen-cheap', 'free-abroad', 'unpriced']
    expect(await slugs({ category: 'abroad', sort: 'price' })).toEqual(expected)
    const { events: first, nextCursor } = await search({ category: 'abroad', sort: 'price', limit: 3 })
    const rest = await slugs({ category: 'abroad', sort: 'price', limit: 10, cursor: nextCursor! })
    expect([...first.map(event => event.slug), ...rest]).toEqual(expected)
    for (const slug of expected) await connection.db.execute(`update events set status = 'draft' where slug = '${slug}'`)
    await bill.index()
  })

  it('puts on the card the next session, the cheapest price of all and the number of sessions', async () => {
    const [tosca] = (await search({ q: 'tosca' })).events
    expect(tosca).toMatchObject({ sessionCount: 2, priceFrom: { amountMinor: 9000, currency: 'CNY' }, availability: 'available', posterUrl: '/posters/tosca.svg', venue: { timeZone: 'Asia/Shanghai' } })
    expect(new Date(tosca!.startsAt).getTime()).toBeLessThan(new Date(tosca!.lastStartsAt).getTime())
  })

  it('says on the card what is over and what was cancelled', async () => {
    const all = (await search({ q: '红高粱' })).events.concat((await search({ q: 'called' })).events)
    expect(all.map(event => event.availability)).toEqual(['ended', 'cancelled'])
  })

  it.each(['', 'soon', 'featured', 'price', 'relevance'] as const)('reads every page once, in order, by cursors (sort %j)', async (sort) => {
    const query = { ...(sort && sort !== 'relevance' && { sort }), ...(sort === 'relevance' && { q: 'e' }) }
    const whole = await search({ ...query, limit: 100 })
    const read: string[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await search({ ...query, limit: 1, cursor })
      expect(page.total).toBe(whole.total)
      read.push(...page.events.map(event => event.slug))
      cursor = page.nextCursor
    }
    expect(read).toEqual(whole.events.map(event => event.slug))
  })

  it.each(['x', '%%%', Buffer.from('[1,2]').toString('base64url'), Buffer.from('["soon",0,1e999,0,"x"]').toString('base64url')])('refuses the broken cursor %j as input', async (cursor) => {
    await expect(search({ cursor })).rejects.toThrow('invalid-input')
  })

  it('refuses the cursor of another order', async () => {
    const { nextCursor } = await search({ sort: 'soon', limit: 1 })
    await expect(search({ sort: 'price', cursor: nextCursor! })).rejects.toThrow('invalid-input')
  })
})

describe('searching by day', () => {
  it('means today, this weekend and this month by the clock of the venue (V-18)', async () => {
    const local = await openNewDatabase({ pool: 2 })
    try {
      const own = await openPlaybill(local.db)
      const [clock] = await local.db.execute<{ now: Date }>(`select date_trunc('day', now() at time zone 'Pacific/Kiritimati')::text as now`)
      const atNoon = (days: number) => new Date(Date.parse(`${String(clock!.now).replace(' ', 'T')}Z`) + days * 86_400_000 - 14 * 3_600_000 + 23.5 * 3_600_000)
      const island = await own.venue({ timeZone: 'Pacific/Kiritimati' })
      for (const days of [0, 1, 40]) await own.session(await own.event({ slug: `in-${days}` }), island, { startsAt: atNoon(days) })
      await own.index()
      const found = async (when: 'today' | 'month') => (await searchEvents({ db: local.db }, { when })).events.map(event => event.slug)
      expect(await found('today')).toEqual(['in-0'])
      expect(await found('month')).toContain('in-0')
      expect(await found('month')).not.toContain('in-40')
      const days = (await searchEvents({ db: local.db }, { when: 'weekend' })).events.map(event => new Date(new Date(event.startsAt).getTime() + 14 * 3_600_000).getUTCDay())
      expect(days.every(day => day === 0 || day === 6)).toBe(true)
    } finally {
      await local.close()
    }
  })
})

describe('the cost of a search', () => {
  it('is the same number of queries for 10 events and for 300 (D-02)', async () => {
    const own = await openNewDatabase({ pool: 2 })
    const client = postgres(own.url, { max: 4, onnotice: () => {} })
    let queries = 0
    const counting = drizzle(client, { schema, logger: { logQuery: () => void queries++ } })
    try {
      const playbill = await openPlaybill(own.db)
      const at = await playbill.venue()
      const addEvents = async (count: number) => {
        for (let i = 0; i < count; i++) {
          const id = await playbill.event()
          for (let s = 0; s < 3; s++) await playbill.session(id, at, { startsAt: inHours(100 + i + s) })
        }
      }
      const cost = async () => {
        await playbill.index()
        queries = 0
        await searchEvents({ db: counting }, { q: '演出', limit: 100 })
        return queries
      }
      await addEvents(10)
      const few = await cost()
      await addEvents(290)
      expect(await cost()).toBe(few)
      // Settings of the planner are statements too.
      expect(few).toBeLessThanOrEqual(16)
    } finally {
      await client.end()
      await own.close()
    }
  })
})
