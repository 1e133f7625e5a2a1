import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '#drizzle/schema/index.ts'
import { eventSitemaps, eventsOfSitemap, listCategories, placeAddresses, readEvent, readSession, readStock, recentStock } from '#server/domain/catalogue/index.ts'
import { searchEvents } from '#server/domain/search/index.ts'
import { categoryListReply, eventReply, searchEventsReply, sessionReply, stockReply } from '#shared/api/catalogue.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type Playbill, inHours, openPlaybill } from './playbill.ts'

const NOBODY = '0199d0a8-0000-7000-8000-000000000000'
let connection: Awaited<ReturnType<typeof openNewDatabase>>
let bill: Playbill
let hall: { venueId: string, planId: string }
let deps: { db: typeof connection.db }

beforeAll(async () => {
  connection = await openNewDatabase({ pool: 4 })
  deps = { db: connection.db }
  bill = await openPlaybill(connection.db)
  hall = await bill.venue()
})
afterAll(() => connection?.close())

describe('the page of an event', () => {
  it('has everything but seats, in both languages, with safe HTML', async () => {
    const id = await bill.event({ slug: 'tosca', descriptionEn: '**Bold** <script>', coverUrl: 'https://img.example/t.jpg', performers: [{ nameEn: 'Mei', nameZh: '梅', kind: 'person' }] })
    await bill.session(id, hall, { startsAt: inHours(48) })
    await bill.session(id, hall, { startsAt: inHours(24) })
    const event = eventReply.parse(await readEvent(deps, 'tosca'))
    expect(event).toMatchObject({
      status: 'approved', descriptionHtml: { en: '<p><strong>Bold</strong> &lt;script&gt;</p>\n' }, posterUrl: 'https://img.example/t.jpg',
      performers: [{ name: { en: 'Mei', zh: '梅' }, kind: 'person' }]
    })
    expect(event.sessions).toHaveLength(2)
    expect(event.sessions[0]!.startsAt < event.sessions[1]!.startsAt).toBe(true)
    expect(event.sessions[0]).toMatchObject({ hall: { zh: '小厅' }, priceFrom: { amountMinor: 18000, currency: 'CNY' }, priceTo: { amountMinor: 38000, currency: 'CNY' } })
  })

  it.each(['draft', 'pending', 'rejected'] as const)('does not exist while the event is %s', async (status) => {
    const id = await bill.event({ slug: `not-${status}`, status })
    const sessionId = await bill.session(id, hall)
    await expect(readEvent(deps, `not-${status}`)).rejects.toThrow('not-found')
    await expect(readSession(deps, sessionId)).rejects.toThrow('not-found')
    await expect(readStock(deps, id)).rejects.toThrow('not-found')
  })

  it('stays when the event is cancelled or over, and says so', async () => {
    const cancelled = await bill.event({ slug: 'off', status: 'cancelled' })
    const sessionId = await bill.session(cancelled, hall)
    expect(await readEvent(deps, 'off')).toMatchObject({ status: 'cancelled', sessions: [{ status: 'cancelled' }] })
    expect(await readSession(deps, sessionId)).toMatchObject({ status: 'cancelled', availability: 'cancelled' })
    expect(await readStock(deps, cancelled)).toMatchObject({ sessions: [{ availability: 'cancelled' }] })
    await bill.session(await bill.event({ slug: 'over' }), hall, { startsAt: inHours(-48) })
    expect(await readEvent(deps, 'over')).toMatchObject({ status: 'ended' })
  })

  it('is not found where there is no such slug, event or session', async () => {
    await expect(readEvent(deps, 'nothing')).rejects.toThrow('not-found')
    await expect(readSession(deps, NOBODY)).rejects.toThrow('not-found')
    await expect(readStock(deps, NOBODY)).rejects.toThrow('not-found')
  })
})

describe('a session', () => {
  it('tells the seat page its plan by content, its prices and its limits', async () => {
    const sessionId = await bill.session(await bill.event({ slug: 'one' }), hall, { perPersonLimit: 4 })
    const session = sessionReply.parse(await readSession(deps, sessionId))
    expect(session).toMatchObject({ event: { slug: 'one', posterUrl: '/posters/one.svg' }, perPersonLimit: 4, holdSeconds: 600, availability: 'available' })
    expect(session.planUrl).toMatch(/^\/api\/plans\/[0-9a-f]{64}$/)
    expect(session.ticketTypes.map(type => [type.categoryKey, type.price.amountMinor])).toEqual([['a', 38000], ['b', 18000]])
  })
})

describe('the stock of an event', () => {
  const stockOf = async (eventId: string) => {
    const { sessions } = stockReply.parse(await readStock(deps, eventId))
    return sessions.map(s => ({ free: s.free, capacity: s.capacity, is: s.availability, types: s.ticketTypes.map(t => [t.categoryKey, t.free, t.capacity]) }))
  }

  it('counts places for sale: seats and standing places of each price, less what is off sale', async () => {
    const id = await bill.event()
    await bill.session(id, hall, { offSaleSeats: [0, 1, 29] })
    expect(await stockOf(id)).toEqual([{ free: 127, capacity: 127, is: 'available', types: [['a', 18, 18], ['b', 109, 109]] }])
  })

  it('takes off what is sold and what waits for payment, and gives back what ran out, swept or not', async () => {
    const id = await bill.event()
    const sessionId = await bill.session(id, hall)
    await bill.order(sessionId, { seats: [0, 1], places: 10, state: 'sold' })
    await bill.order(sessionId, { seats: [2, 20], places: 5, state: 'pending' })
    await bill.order(sessionId, { seats: [3, 21], places: 7, state: 'pending', expiresAt: inHours(-0.01) })
    const expected = [{ free: 130 - 19, capacity: 130, is: 'available', types: [['a', 17, 20], ['b', 94, 110]] }]
    expect(await stockOf(id)).toEqual(expected)
    await bill.index()
    const [card] = (await searchEvents(deps, { q: (await connection.db.query.events.findMany()).find(e => e.id === id)!.nameZh })).events
    expect(card!.availability).toBe('available')
  })

  it('says when few are left and when nothing is, on the page and on the card alike', async () => {
    const few = await bill.event({ nameEn: 'Nearly gone' })
    await bill.order(await bill.session(few, hall), { seats: Array.from({ length: 20 }, (_, i) => i), places: 98, state: 'sold' })
    const gone = await bill.event({ nameEn: 'Quite gone' })
    await bill.order(await bill.session(gone, hall), { seats: Array.from({ length: 30 }, (_, i) => i), places: 100, state: 'sold' })
    const later = await bill.event({ nameEn: 'Still gone' })
    await bill.session(later, hall, { saleStartsAt: inHours(5) })
    expect([await stockOf(few), await stockOf(gone), await stockOf(later)].map(s => s[0]!.is)).toEqual(['few-left', 'sold-out', 'not-yet'])
    await bill.index()
    const cards = (await searchEvents(deps, { q: 'gone' })).events
    expect(Object.fromEntries(cards.map(card => [card.name.en, card.availability]))).toEqual({ 'Nearly gone': 'few-left', 'Quite gone': 'sold-out', 'Still gone': 'not-yet' })
  })

  it('shows all that is left of a part of the hall at each price for it, but counts it once', async () => {
    const id = await bill.event()
    const sessionId = await bill.session(id, hall, {}, [{ name: 'Adult', category: 'a', minor: 100 }, { name: 'Student', category: 'a', minor: 50 }])
    await bill.order(sessionId, { seats: [4], state: 'sold' })
    expect(await stockOf(id)).toEqual([{ free: 19, capacity: 20, is: 'available', types: [['a', 19, 20], ['a', 19, 20]] }])
  })

  it('is empty for an event without sessions', async () => {
    expect(await stockOf(await bill.event())).toEqual([])
  })
})

describe('the stock when everybody asks at once', () => {
  it('is counted once for all of them', async () => {
    const id = await bill.event()
    await bill.session(id, hall)
    const replies = await Promise.all(Array.from({ length: 50 }, () => recentStock(deps, id)))
    expect(new Set(replies).size).toBe(1)
    expect(replies[0]).toEqual(await readStock(deps, id))
  })

  it('is asked again after a failure', async () => {
    const id = '0199d0a8-0000-7000-8000-00000000abcd'
    await expect(recentStock(deps, id)).rejects.toThrow('not-found')
    await bill.event({ id })
    expect(await recentStock(deps, id)).toEqual({ sessions: [] })
  })
})

describe('the category tree', () => {
  it('counts what is to come in the whole subtree, parents before children', async () => {
    const stage = await bill.category('stage')
    const drama = await bill.category('drama', stage)
    const modern = await bill.category('modern', drama)
    await bill.session(await bill.event({ categoryId: modern }), hall)
    await bill.session(await bill.event({ categoryId: drama }), hall)
    await bill.session(await bill.event({ categoryId: drama }), hall, { startsAt: inHours(-100) })
    await bill.session(await bill.event({ categoryId: drama, status: 'draft' }), hall)
    const { categories } = categoryListReply.parse({ categories: await listCategories(deps) })
    const subtree = categories.filter(c => ['stage', 'drama', 'modern'].includes(c.slug))
    expect(subtree.map(c => [c.slug, c.parentSlug, c.eventCount])).toEqual([['stage', null, 2], ['drama', 'stage', 2], ['modern', 'drama', 1]])
    await bill.index()
    const { total } = searchEventsReply.parse(await searchEvents(deps, { category: 'stage' }))
    expect(total).toBe(2)
  })
})

describe('the addresses that search engines learn', () => {
  it('are of public events only', async () => {
    const sitemaps = await eventSitemaps(deps)
    expect(sitemaps.map(sitemap => sitemap.number)).toEqual([1])
    const slugs = (await eventsOfSitemap(deps, 1)).map(event => event.slug)
    expect(slugs).toEqual(expect.arrayContaining(['tosca', 'off', 'over']))
    for (const status of ['draft', 'pending', 'rejected']) expect(slugs).not.toContain(`not-${status}`)
    expect(await eventsOfSitemap(deps, 2)).toEqual([])
  })

  it('are of categories, and of venues that somebody approved', async () => {
    await bill.venue({ slug: 'open-house', approvedAt: new Date() })
    await bill.venue({ slug: 'not-yet', approvedAt: null })
    const { categories, venues } = await placeAddresses(deps)
    expect(categories).toEqual(expect.arrayContaining(['stage', 'drama', 'modern']))
    expect(venues).toContain('open-house')
    expect(venues).not.toContain('not-yet')
  })
})

describe('the cost of reading an event', () => {
  it('is the same number of queries for 1 session and for 60 (D-02)', async () => {
    const client = postgres(connection.url, { max: 4, onnotice: () => {} })
    let queries = 0
    const counting = drizzle(client, { schema, logger: { logQuery: () => void queries++ } })
    const cost = async (ask: () => Promise<unknown>) => {
      await ask()
      queries = 0
      await ask()
      return queries
    }
    try {
      const [small, large] = [await bill.event({ slug: 'small' }), await bill.event({ slug: 'large' })]
      await bill.session(small, hall)
      for (let i = 0; i < 60; i++) await bill.session(large, hall, { startsAt: inHours(10 + i) })
      for (const ask of [(slug: string) => readEvent({ db: counting }, slug), (slug: string) => readStock({ db: counting }, slug === 'small' ? small : large)]) {
        const few = await cost(() => ask('small'))
        expect(await cost(() => ask('large'))).toBe(few)
        expect(few).toBeLessThanOrEqual(6)
      }
    } finally {
      await client.end()
    }
  })
})
