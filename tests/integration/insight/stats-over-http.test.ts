import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '#drizzle/schema/index.ts'
import { categories, events, sessions, users } from '#drizzle/schema/index.ts'
import { readBreakdown, readCurve, readFunnel, readHolds, readOccupancy, readRefunds, readSales, readSpeed, readUsers } from '#server/domain/insight/index.ts'
import { giveBack } from '#server/domain/refunds/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { type BreakdownReply, type CurveReply, type FunnelReply, type OccupancyReply, type RefundsReply, type SalesReply, type SpeedReply, type UsersReply, breakdownQuery, funnelQuery, holdsQuery, occupancyQuery, refundsQuery, salesQuery, usersQuery } from '#shared/api/stats.ts'
import { newId } from '#shared/ids/id.ts'
import { decodeRuns } from '#shared/seating/column-coding.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { type Somebody, PUBLIC_URL, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { buy } from '../resale/offered.ts'

let house: House
let server: TestServer
let admin: Somebody
/** Of two publishers: one sells in two currencies. */
let jade: TestSession
let tokyo: TestSession
let other: TestSession
let jadePublisher: Somebody
let otherPublisher: Somebody

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  const endpoints = await allEndpoints()
  server = await serve(Object.fromEntries(endpoints.filter(e => e.path.startsWith('/api/stats/')).map(e => [`${e.method} ${e.path}`, e.handler])))
  house = (await import('#server/house.ts')).house()
  admin = await somebody(house.db, 'admin')
  const publisherOf = async (session: TestSession): Promise<Somebody> => ({ userId: (await house.db.select({ id: events.createdBy }).from(events).where(eq(events.id, session.eventId)))[0]!.id, role: 'publisher' })
  jade = await givenSession(house.db, { rows: 2, seatsPerRow: 10, standingCapacity: 20, offSaleSeats: [19] })
  tokyo = await givenSession(house.db, { rows: 2, seatsPerRow: 10, currency: 'JPY', priceMinor: 4_500 })
  other = await givenSession(house.db, { rows: 2, seatsPerRow: 10, priceMinor: 10_000 })
  jadePublisher = await publisherOf(jade)
  otherPublisher = await publisherOf(other)
  await house.db.update(events).set({ createdBy: jadePublisher.userId }).where(eq(events.id, tokyo.eventId))
  const bought = await buy(house, jade, { seats: [0, 1], standing: 2 }, { points: 1_000_000 })
  await buy(house, jade, { seats: [5] })
  await buy(house, tokyo, { seats: [3] })
  await buy(house, other, { seats: [0] })
  await house.db.execute(sql`update orders set refund_terms = '{"review":"automatic","steps":[{"until":"2999-01-01T00:00:00.000Z","feePercent":10}]}' where id = ${bought.orderId}`)
  await giveBack(house, bought.reader, bought.orderId, { ticketIds: [bought.tickets[0]!] })
  await house.db.transaction(tx => moveTickets(tx, [bought.tickets[1]!], 'valid', 'used', 'gate'))
})
afterAll(async () => {
  await server.close()
  await house.close()
})

async function ask<T>(who: Somebody | null, path: string): Promise<{ status: number, body: T, text: string, headers: Headers }> {
  const response = await fetch(server.url + path, { headers: who ? { authorization: `Bearer ${await bearer(house.db, who)}` } : {} })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: text.startsWith('{') ? JSON.parse(text) as T : undefined as T }
}

const day = (offset = 0) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const DAYS = `from=${day(-1)}&to=${day(1)}`
const sales = async (who: Somebody, more = '') => (await ask<SalesReply>(who, `/api/stats/sales?${DAYS}${more}`)).body
const soldOf = (reply: SalesReply) => Object.fromEntries(reply.currencies.map(({ currency, totals }) => [currency, totals.soldMinor]))

describe('GET /api/stats/sales', () => {
  it('shows an admin the whole house, each currency by itself', async () => {
    expect(soldOf(await sales(admin))).toEqual({ CNY: 4 * 38_000 + 38_000 + 10_000, JPY: 4_500 })
  })

  it('Z-04: shows a publisher what is of his own events, whatever he asks for', async () => {
    expect(soldOf(await sales(jadePublisher))).toEqual({ CNY: 5 * 38_000, JPY: 4_500 })
    expect(soldOf(await sales(otherPublisher))).toEqual({ CNY: 10_000 })
    expect(soldOf(await sales(jadePublisher, `&publisher=${otherPublisher.userId}`))).toEqual({})
    expect(soldOf(await sales(admin, `&publisher=${otherPublisher.userId}`))).toEqual({ CNY: 10_000 })
    const [venue] = await house.db.select({ id: sessions.venueId }).from(sessions).where(eq(sessions.id, other.sessionId))
    expect(soldOf(await sales(jadePublisher, `&venue=${venue!.id}`))).toEqual({})
  })

  it('Z-03: knows nothing of another\'s event, session, curve and map', async () => {
    for (const path of [`sales?${DAYS}&event=${other.eventId}`, `sales?${DAYS}&session=${other.sessionId}`, `breakdown?by=event&${DAYS}&event=${other.eventId}`, `refunds?${DAYS}&event=${other.eventId}`,
      `occupancy?${DAYS}&event=${other.eventId}`, `funnel?${DAYS}&session=${other.sessionId}`, `holds?${DAYS}&event=${other.eventId}`, `events/${other.eventId}/curve`, `sessions/${other.sessionId}/speed`]) {
      expect([path, (await ask(jadePublisher, `/api/stats/${path}`)).status]).toEqual([path, 404])
      expect([path, (await ask(otherPublisher, `/api/stats/${path}`)).status]).toEqual([path, 200])
      expect([path, (await ask(admin, `/api/stats/${path}`)).status]).toEqual([path, 200])
    }
  })

  it('is for those who run shows', async () => {
    expect((await ask(null, `/api/stats/sales?${DAYS}`)).status).toBe(401)
    expect((await ask(await somebody(house.db, 'customer'), `/api/stats/sales?${DAYS}`)).status).toBe(403)
    expect((await ask(jadePublisher, `/api/stats/users?${DAYS}`)).status).toBe(403)
  })

  it('counts money as the ledger does: a fee that is kept stays, what went back is gone', async () => {
    const [cny] = (await sales(jadePublisher, '&bucket=day')).currencies
    expect(cny).toMatchObject({ currency: 'CNY', totals: { orders: 2, tickets: 5, soldMinor: 190_000, takenMinor: 190_000, pointsMinor: 152_000, backMinor: 34_200, netMinor: 155_800, refunds: 1, endedTickets: 1, creditMinor: 0 } })
    expect(cny!.series.soldMinor.reduce((sum, one) => sum + one, 0)).toBe(190_000)
  })

  it('takes one day, a category with what lies below it, and answers no-store', async () => {
    const [parent] = await house.db.insert(categories).values({ slug: `parent-${newId()}`, nameEn: 'Stage', nameZh: '舞台' }).returning()
    const [event] = await house.db.select().from(events).where(eq(events.id, jade.eventId))
    await house.db.update(categories).set({ parentId: parent!.id }).where(eq(categories.id, event!.categoryId!))
    const answer = await ask<SalesReply>(admin, `/api/stats/sales?date=${day()}&category=${parent!.id}`)
    expect(soldOf(answer.body)).toEqual({ CNY: 190_000 })
    expect(answer.body).toMatchObject({ bucket: 'hour', zone: 'UTC' })
    expect(answer.body.buckets).toHaveLength(24)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('begins days where the clocks of a zone do, and gives the day of the change 23 or 25 hours', async () => {
    const spring = (await ask<SalesReply>(admin, '/api/stats/sales?date=2026-03-29&zone=Europe/Berlin')).body
    expect([spring.from, spring.to, spring.buckets.length]).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', 23])
    const autumn = (await ask<SalesReply>(admin, '/api/stats/sales?date=2026-10-25&zone=Europe/Berlin')).body
    expect([autumn.from, autumn.to, autumn.buckets.length]).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', 25])
    const weeks = (await ask<SalesReply>(admin, '/api/stats/sales?from=2026-11-01&to=2026-11-16&zone=Asia/Kathmandu&bucket=week')).body
    expect(weeks.buckets.map(one => one.startsAt)).toEqual(['2026-10-31T18:15:00.000Z', '2026-11-01T18:15:00.000Z', '2026-11-08T18:15:00.000Z', '2026-11-15T18:15:00.000Z'])
    expect(weeks.currencies).toEqual([])
  })

  it('puts a sale into the day of the asked zone, to the quarter of an hour', async () => {
    const late = await givenSession(house.db, { rows: 1, seatsPerRow: 5, currency: 'EUR', priceMinor: 1_000 })
    const bought = await buy(house, late, { seats: [0] })
    await house.db.execute(sql`update orders set paid_at = '2026-03-29 21:59:59.999+00' where id = ${bought.orderId}`)
    const on = async (date: string, zone: string) => soldOf((await ask<SalesReply>(admin, `/api/stats/sales?date=${date}&zone=${zone}&event=${late.eventId}`)).body)
    expect(await on('2026-03-29', 'Europe/Berlin')).toEqual({ EUR: 1_000 })
    expect(await on('2026-03-30', 'Europe/Berlin')).toEqual({})
    expect(await on('2026-03-30', 'Asia/Shanghai')).toEqual({ EUR: 1_000 })
    expect(await on('2026-03-30', 'Asia/Kolkata')).toEqual({ EUR: 1_000 })
  })

  it('refuses what is no time, no zone, and more buckets than a screen has', async () => {
    for (const query of ['', 'date=2026-13-01', `date=${day()}&from=${day()}&to=${day()}`, `from=${day(1)}&to=${day()}`, `date=${day()}&zone=Mars/Base`, `date=${day()}&zone=%2B08:00`, 'from=2020-01-01&to=2026-01-01&bucket=hour', `date=${day()}&event=x`]) {
      expect([query, (await ask(admin, `/api/stats/sales?${query}`)).status]).toEqual([query, 422])
    }
  })

  it('V-13: comes as a table that opens inert', async () => {
    await house.db.update(events).set({ nameEn: '=HYPERLINK("http://evil.example")', nameZh: '@翡翠' }).where(eq(events.id, jade.eventId))
    const answer = await ask(jadePublisher, `/api/stats/breakdown?by=event&${DAYS}&format=csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="breakdown.csv"')
    const [head, ...lines] = answer.text.replace(/^\uFEFF/, '').trimEnd().split('\r\n')
    expect(head).toBe('key,name_en,name_zh,event_en,event_zh,starts_at,currency,orders,tickets,sold,discount,credit,taken,points,back,net,refunds,ended_tickets')
    expect(lines.find(line => line.startsWith(jade.eventId))).toContain(`,"'=HYPERLINK(""http://evil.example"")",'@翡翠,,,,CNY,2,5,1900.00,0.00,0.00,1900.00,1520.00,342.00,1558.00,1,1`)
    expect((await ask(jadePublisher, `/api/stats/sales?${DAYS}&format=csv`)).text).toContain(',JPY,')
  })
})

describe('the other numbers', () => {
  it('say by what was sold: the most first, the rest in one sum', async () => {
    const by = async (what: string, who = admin, more = '') => (await ask<BreakdownReply>(who, `/api/stats/breakdown?by=${what}&${DAYS}${more}`)).body
    const events = await by('event', admin, '&limit=1')
    expect(events.rows).toMatchObject([{ key: jade.eventId, slug: jade.slug, currency: 'CNY', figures: { soldMinor: 190_000 } }])
    expect(events.others).toEqual(expect.arrayContaining([expect.objectContaining({ currency: 'CNY', rows: 1, figures: expect.objectContaining({ soldMinor: 10_000 }) })]))
    const methods = await by('method', jadePublisher)
    expect(methods.rows.filter(row => row.currency === 'CNY').map(row => [row.key, row.figures.soldMinor, row.figures.orders])).toEqual([['points', 152_000, 1], ['sandbox', 38_000, 1]])
    const types = await by('ticketType', jadePublisher, `&event=${jade.eventId}`)
    expect(types.rows.map(row => [row.name?.en, row.figures.tickets, row.figures.soldMinor, row.figures.backMinor])).toEqual([['Adult', 3, 114_000, 38_000], ['Standing', 2, 76_000, 0]])
    for (const what of ['session', 'category', 'venue', 'publisher']) expect((await by(what)).totals.find(row => row.currency === 'CNY')?.figures.soldMinor, what).toBe(200_000)
  })

  it('say what went back, why, and what is still on its way', async () => {
    const { body } = await ask<RefundsReply>(jadePublisher, `/api/stats/refunds?${DAYS}`)
    expect(body.rows).toMatchObject([{ key: 'buyer-wish', currency: 'CNY', figures: { refunds: 1, backMinor: 34_200, pointsMinor: 34_200 } }])
    expect(body).toMatchObject({ tickets: { refunded: 1, changed: 0, resold: 0 }, waiting: [] })
    expect((await ask<RefundsReply>(otherPublisher, `/api/stats/refunds?${DAYS}`)).body.rows).toEqual([])
  })

  it('say how full sessions are', async () => {
    const { body } = await ask<OccupancyReply>(jadePublisher, `/api/stats/occupancy?from=${day()}&to=${day(30)}`)
    expect(body.sessions.map(one => [one.id, one.capacity, one.sold, one.used]).sort()).toEqual([[jade.sessionId, 39, 4, 1], [tokyo.sessionId, 20, 1, 0]].sort())
    expect(body.totals).toEqual({ sessions: 2, capacity: 59, sold: 5, used: 1 })
    expect((await ask<OccupancyReply>(jadePublisher, '/api/stats/occupancy?date=2020-01-01')).body).toMatchObject({ sessions: [], totals: { sessions: 0, capacity: 0 } })
  })

  it('count accounts that were made and that bought, each once', async () => {
    const { body } = await ask<UsersReply>(admin, `/api/stats/users?${DAYS}&bucket=day`)
    const count = await house.db.$count(users)
    expect(body.totals).toMatchObject({ joined: count, active: 1, buyers: 1, accounts: count })
    expect(body.series.joined.reduce((sum, one) => sum + one, 0)).toBe(count)
  })

  it('show the way from an order to the door', async () => {
    const { body } = await ask<FunnelReply>(jadePublisher, `/api/stats/funnel?${DAYS}&event=${jade.eventId}`)
    expect(Object.fromEntries(body.steps.map(({ step, count }) => [step, count]))).toMatchObject({ order: 2, paid: 2, used: 1 })
    expect(body.paidTickets).toBe(5)
  })

  it('draw how an event sold by days before, beside those that are alike', async () => {
    const { body } = await ask<CurveReply>(jadePublisher, `/api/stats/events/${jade.eventId}/curve`)
    expect(body.sessions).toMatchObject([{ id: jade.sessionId, capacity: 39, sold: 4 }])
    expect(body.points.at(-1)!.share).toBeCloseTo(4 / 39, 3)
    expect(body.similar).toBeNull()
    const [jadeRow] = await house.db.select().from(events).where(eq(events.id, jade.eventId))
    for (let n = 0; n < 3; n++) {
      const past = await givenSession(house.db, { rows: 2, seatsPerRow: 10 })
      await buy(house, past, { seats: [0, 1, 2, 3].slice(0, n + 1) })
      await house.db.update(events).set({ categoryId: jadeRow!.categoryId }).where(eq(events.id, past.eventId))
      await house.db.update(sessions).set({ startsAt: sql`now() - interval '1 minute'`, endsAt: sql`now()` }).where(eq(sessions.id, past.sessionId))
    }
    const seen = (await ask<CurveReply>(admin, `/api/stats/events/${jade.eventId}/curve`)).body.similar
    expect(seen).toMatchObject({ sessions: 3, basis: 'category-and-size' })
    expect(seen!.points.at(-1)).toEqual({ daysBefore: 0, low: 0.05, middle: 0.1, high: 0.1 })
    // They are of other publishers: who runs one show learns nothing of theirs.
    expect((await ask<CurveReply>(jadePublisher, `/api/stats/events/${jade.eventId}/curve`)).body.similar).toBeNull()
  })

  it('show how soon each seat was sold', async () => {
    const { body } = await ask<SpeedReply>(jadePublisher, `/api/stats/sessions/${jade.sessionId}/speed`)
    const column = new Uint32Array(body.seatCount)
    decodeRuns(body.secondsToSale, column, 'speed')
    expect([...column].flatMap((value, seat) => value > 0 ? [seat] : [])).toEqual([0, 1, 5])
    // The sale began an hour before.
    for (const seat of [0, 1, 5]) expect(column[seat]! - 1).toBeGreaterThanOrEqual(3_600)
    expect(body.areas).toMatchObject([{ key: 'floor', capacity: 20, sold: 2 }])
    expect(body.quartiles).not.toBeNull()
    const empty = await givenSession(house.db, { rows: 1, seatsPerRow: 5 })
    expect((await ask<SpeedReply>(admin, `/api/stats/sessions/${empty.sessionId}/speed`)).body).toMatchObject({ secondsToSale: [0, 5], quartiles: null, areas: [] })
  })

  it('D-02: are made of as many queries for many shows as for one', async () => {
    const client = postgres(process.env.DATABASE_URL!, { max: 2, onnotice: () => {} })
    let queries = 0
    const db = drizzle(client, { schema, logger: { logQuery: () => void queries++ } })
    const span = { from: day(-1), to: day(1) }
    const cost = async () => {
      const costs: number[] = []
      for (const work of [
        () => readSales({ db }, admin, salesQuery.parse(span)), () => readBreakdown({ db }, admin, breakdownQuery.parse({ ...span, by: 'session' })), () => readRefunds({ db }, admin, refundsQuery.parse(span)),
        () => readOccupancy({ db }, admin, occupancyQuery.parse({ from: day(), to: day(30) })), () => readUsers({ db }, usersQuery.parse(span)), () => readFunnel({ db }, admin, funnelQuery.parse(span)),
        () => readHolds({ db }, admin, holdsQuery.parse(span)), () => readCurve({ db }, admin, jade.eventId), () => readSpeed({ db }, admin, jade.sessionId)
      ]) {
        queries = 0
        await work()
        costs.push(queries)
      }
      return costs
    }
    try {
      const few = await cost()
      for (let n = 0; n < 5; n++) await buy(house, await givenSession(house.db, { rows: 1, seatsPerRow: 5 }), { seats: [n] })
      expect(await cost()).toEqual(few)
      expect(Math.max(...few)).toBeLessThanOrEqual(6)
    } finally {
      await client.end()
    }
  })
})
