import { createApp, createRouter, toWebHandler } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import categoryList from '#server/api/categories/index.get.ts'
import readEvent from '#server/api/events/[event]/index.get.ts'
import searchEvents from '#server/api/events/search.get.ts'
import readSession from '#server/api/sessions/[id]/index.get.ts'
import readStock from '#server/api/tickets/[eventId]/stock.get.ts'
import { house } from '#server/house.ts'
import feed from '#server/routes/feed.xml.ts'
import calendar from '#server/routes/events/[slug]/calendar.ics.ts'
import robots from '#server/routes/robots.txt.ts'
import sitemaps from '#server/routes/sitemaps/[name].ts'
import sitemap from '#server/routes/sitemap.xml.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { openPlaybill } from './playbill.ts'

const app = createApp().use(createRouter()
  .get('/api/events/search', searchEvents)
  .get('/api/events/:event', readEvent)
  .get('/api/categories', categoryList)
  .get('/api/sessions/:id', readSession)
  .get('/api/tickets/:eventId/stock', readStock)
  .get('/robots.txt', robots)
  .get('/sitemap.xml', sitemap)
  .get('/sitemaps/:name', sitemaps)
  .get('/feed.xml', feed)
  .get('/events/:slug/calendar.ics', calendar))
const answer = toWebHandler(app)
const get = (path: string, headers = {}) => answer(new Request(`http://localhost${path}`, { headers }))

let eventId: string
let sessionId: string

beforeAll(async () => {
  Object.assign(process.env, { DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: 'https://foyer.example' })
  const bill = await openPlaybill(house().db)
  eventId = await bill.event({ slug: 'tosca' })
  sessionId = await bill.session(eventId, await bill.venue())
})
afterAll(() => house().close())

describe('the catalogue over HTTP', () => {
  it('may be cached for everybody, for as long as each reply is good', async () => {
    const cacheOf = async (path: string) => {
      const reply = await get(path, { cookie: 'foyer-visitor=AAAAAAAAAAAAAAAAAAAAAA' })
      expect(reply.status).toBe(200)
      expect(reply.headers.get('set-cookie')).toBeNull()
      return reply.headers.get('cache-control')
    }
    expect(await cacheOf('/api/events/tosca')).toBe('public, max-age=0, s-maxage=2')
    expect(await cacheOf(`/api/tickets/${eventId}/stock`)).toBe('public, max-age=0, s-maxage=1')
    for (const path of ['/api/events/search', '/api/categories', `/api/sessions/${sessionId}`, '/sitemap.xml', '/robots.txt']) expect(await cacheOf(path)).toMatch(/^public/)
  })

  it.each([
    'limit=1e9', 'limit=0', 'limit=-1', 'limit=1.5', 'limit=x', 'limit=', 'cursor=broken', 'when=yesterday', 'sort=price;drop', 'q=a&q=b', `q=${'x'.repeat(201)}`, 'limit[]=1'
  ])('answers ?%s with a clear refusal, never with a failure (V-16)', async (query) => {
    const reply = await get(`/api/events/search?${query}`)
    expect([200, 422]).toContain(reply.status)
    if (query === 'limit[]=1') return
    expect(reply.status).toBe(422)
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect(await reply.json()).toMatchObject({ code: 'invalid-input', errors: [{ path: query.split('=')[0] }] })
  })

  it.each(['category=nothing', 'city=%00', 'q=%25%25', 'q=%27%3B--', 'category=%27', 'q=%F0%9F%8E%AD', 'q=%00'])('answers ?%s with results, be they none (V-16)', async (query) => {
    expect((await get(`/api/events/search?${query}`)).status).toBe(200)
  })

  it.each(['/api/events/nothing', '/api/events/%00', '/api/events/%E0%A4%A', '/api/events/a%27b', `/api/events/${'x'.repeat(500)}`, '/api/sessions/1', '/api/sessions/0199d0a8-0000-7000-8000-000000000000', '/api/tickets/x/stock', '/api/tickets/0199d0a8-0000-7000-8000-000000000000/stock'])('answers %s with 404 in the reader\'s language', async (path) => {
    const reply = await get(path, { 'accept-language': 'zh-CN' })
    expect(reply.status).toBe(404)
    expect(await reply.json()).toMatchObject({ code: 'not-found', title: '找不到该内容' })
  })

  it('has a sitemap of both languages with times of change, and robots.txt that names it', async () => {
    expect(await (await get('/sitemap.xml')).text()).toMatch(/<loc>https:\/\/foyer\.example\/sitemaps\/events-1\.xml<\/loc><lastmod>\d{4}/)
    expect((await get('/sitemaps/events-2.xml')).status).toBe(404)
    const xml = await get('/sitemaps/events-1.xml')
    expect(xml.headers.get('content-type')).toContain('application/xml')
    expect(await xml.text()).toMatch(/<loc>https:\/\/foyer\.example\/zh\/events\/tosca<\/loc><lastmod>\d{4}-\d\d-\d\dT/)
    const text = await (await get('/robots.txt')).text()
    expect(text).toContain('Sitemap: https://foyer.example/sitemap.xml')
    expect(text).toContain('Disallow: /zh/checkout')
  })

  it('tells readers of feeds and calendars of its events, in the language asked for', async () => {
    const rss = await get('/feed.xml?locale=zh')
    expect(rss.headers.get('content-type')).toContain('application/rss+xml')
    expect(await rss.text()).toMatch(/<link>https:\/\/foyer\.example\/zh\/events\/tosca<\/link>/)
    const ics = await get('/events/tosca/calendar.ics')
    expect(ics.headers.get('content-type')).toContain('text/calendar')
    const lines = (await ics.text()).split('\r\n')
    expect(lines).toContain('BEGIN:VEVENT')
    expect(lines).toContain(`UID:${sessionId}@foyer.example`)
    expect(lines.find(line => line.startsWith('DTSTART'))).toMatch(/^DTSTART:\d{8}T\d{6}Z$/)
    expect((await get('/events/nothing/calendar.ics')).status).toBe(404)
  })
})
