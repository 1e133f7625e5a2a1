import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events } from '#drizzle/schema/index.ts'
import type { House } from '#server/house.ts'
import { monthAfter, monthAt } from '#shared/time/month.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { type Somebody, PUBLIC_URL, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { textOfPdf } from '#tests/support/pdf-text.ts'
import { buy } from '../resale/offered.ts'

let house: House
let server: TestServer
let admin: Somebody
let publisher: Somebody
let stranger: Somebody

const ZONE = 'Asia/Shanghai'
const month = monthAt(new Date(), ZONE)

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  const endpoints = await allEndpoints()
  server = await serve(Object.fromEntries(endpoints.filter(e => e.path.startsWith('/api/stats/reports')).map(e => [`${e.method} ${e.path}`, e.handler])))
  house = (await import('#server/house.ts')).house()
  admin = await somebody(house.db, 'admin')
  const own = await givenSession(house.db, { rows: 2, seatsPerRow: 10, standingCapacity: 20 })
  const other = await givenSession(house.db, { rows: 2, seatsPerRow: 10, priceMinor: 10_000 })
  publisher = await publisherOf(own)
  stranger = await publisherOf(other)
  await house.db.update(events).set({ nameEn: '<b>Jade</b> & Rain', nameZh: '玉雨' }).where(eq(events.id, own.eventId))
  await buy(house, own, { seats: [0, 1], standing: 2 }, { points: 1_000_000 })
  await buy(house, other, { seats: [0] })
})
afterAll(async () => {
  await server.close()
  await house.close()
})

async function publisherOf(session: TestSession): Promise<Somebody> {
  return { userId: (await house.db.select({ id: events.createdBy }).from(events).where(eq(events.id, session.eventId)))[0]!.id, role: 'publisher' }
}

async function ask(who: Somebody, query: string, of = month) {
  const response = await fetch(`${server.url}/api/stats/reports/${of}?zone=${ZONE}&${query}`, { headers: { authorization: `Bearer ${await bearer(house.db, who)}` } })
  return { status: response.status, headers: response.headers, file: Buffer.from(await response.arrayBuffer()) }
}

describe('the report of a month', () => {
  it('is a file of what a publisher sold, in his language', async () => {
    const { status, headers, file } = await ask(publisher, 'format=pdf&locale=zh')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/pdf')
    expect(headers.get('cache-control')).toBe('no-store')
    const text = textOfPdf(file).pages.join('')
    expect(text).toContain('本月售出 4 张门票，金额 ¥1,520。')
    expect(text).toContain('玉雨')
  })

  it('V-11: is HTML in which the name of a show is a name, and nothing runs', async () => {
    const { headers, file } = await ask(publisher, 'format=html&locale=en')
    const html = file.toString()
    expect(html).toContain('&lt;b&gt;Jade&lt;/b&gt; &amp; Rain')
    expect(html).not.toContain('<b>Jade')
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('content-disposition')).toBe(`attachment; filename="foyer-${month}.html"`)
  })

  it('Z-03: says nothing of other publishers, whoever is asked about; an admin reads of each, and of all', async () => {
    const sold = async (who: Somebody, query = '') => /(\d+) tickets? (?:was|were) sold for ([^,.]*[\d,]+)/.exec((await ask(who, `format=html&locale=en${query}`)).file.toString())?.slice(1) ?? null
    expect(await sold(publisher)).toEqual(['4', '¥1,520'])
    expect(await sold(stranger)).toEqual(['1', '¥100'])
    expect(await sold(stranger, `&publisher=${publisher.userId}`)).toBeNull()
    expect(await sold(admin)).toEqual(['5', '¥1,620'])
    expect(await sold(admin, `&publisher=${publisher.userId}`)).toEqual(['4', '¥1,520'])
    expect((await ask(admin, `format=html&publisher=${crypto.randomUUID()}`)).status).toBe(404)
  })

  it('tells of a month without sales too, and of none that has not begun', async () => {
    const before = await ask(publisher, 'format=html&locale=en', monthAfter(month, -1))
    expect(before.file.toString()).toContain('Nothing was sold in this month.')
    expect((await ask(publisher, 'format=html', monthAfter(month, 1))).status).toBe(404)
    expect((await ask(publisher, 'format=html', '2026-13')).status).toBe(404)
    expect((await ask(publisher, 'format=doc')).status).toBe(422)
  })
})
