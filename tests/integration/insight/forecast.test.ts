import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, sessions } from '#drizzle/schema/index.ts'
import { keepStatsUp } from '#server/domain/insight/index.ts'
import type { House } from '#server/house.ts'
import { type ForecastReply, forecastReply } from '#shared/api/forecast.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { type Somebody, PUBLIC_URL, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET } from '#tests/support/house.ts'

let house: House
let server: TestServer
let admin: Somebody
let owner: Somebody
let stranger: Somebody
/** A hall of 200 with ten past sessions; it sells a little better than they did. */
let show: TestSession
/** One that has no past. */
let alone: TestSession

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  const endpoints = await allEndpoints()
  server = await serve(Object.fromEntries(endpoints.filter(e => e.path.startsWith('/api/stats/')).map(e => [`${e.method} ${e.path}`, e.handler])))
  house = (await import('#server/house.ts')).house()
  show = await givenSession(house.db)
  alone = await givenSession(house.db)
  const publisherOf = async ({ eventId }: TestSession): Promise<Somebody> => ({ userId: (await house.db.select({ id: events.createdBy }).from(events).where(eq(events.id, eventId)))[0]!.id, role: 'publisher' })
  ;[admin, owner, stranger] = await Promise.all([somebody(house.db, 'admin'), publisherOf(show), publisherOf(alone)])
  await house.db.update(sessions).set({ saleStartsAt: daysFromNow(-23) }).where(eq(sessions.id, show.sessionId))
  await keepStatsUp(house.db)
  // Seven days before it, twenty-three days into the sale: five tickets a day.
  await sold(show.sessionId, show.seatTypeId, 5, 23, 0)
  for (let n = 0; n < 10; n++) await pastSession(n + 2, 3 + n % 3)
})
afterAll(async () => {
  await server.close()
  await house.close()
})

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000)

/** Roll-ups of so many tickets a day, on each of `days` days that end so many days ago. */
async function sold(sessionId: string, ticketTypeId: string, perDay: number, days: number, endedDaysAgo: number): Promise<void> {
  await house.db.execute(sql`
    insert into stats_sales (quarter, session_id, ticket_type_id, currency, orders, tickets, sold_minor, discount_minor, refunded_tickets, changed_tickets, resold_tickets, ended_minor, used_tickets)
    select date_trunc('hour', now() - interval '1 day' * (${endedDaysAgo}::int + n) - interval '12 hours'), ${sessionId}, ${ticketTypeId}, 'CNY', ${perDay}, ${perDay}, ${perDay * 38_000}, 0, 0, 0, 0, 0, 0
    from generate_series(0, ${days - 1}::int) n`)
}

/** Of the same event: so many weeks ago, after thirty days of sale. */
async function pastSession(weeksAgo: number, perDay: number): Promise<void> {
  const id = newId()
  const [row] = await house.db.select().from(sessions).where(eq(sessions.id, show.sessionId))
  const startsAt = daysFromNow(-7 * weeksAgo)
  await house.db.insert(sessions).values({ ...row!, id, startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), saleStartsAt: daysFromNow(-7 * weeksAgo - 30), saleEndsAt: startsAt })
  await sold(id, show.seatTypeId, perDay, 30, 7 * weeksAgo)
}

async function ask(who: Somebody, session: TestSession): Promise<{ status: number, body: ForecastReply }> {
  const response = await fetch(`${server.url}/api/stats/sessions/${session.sessionId}/forecast`, { headers: { authorization: `Bearer ${await bearer(house.db, who)}` } })
  return { status: response.status, body: await response.json() as ForecastReply }
}

describe('GET /api/stats/sessions/:id/forecast', () => {
  it('says how a session will have sold, and between what, from those that are over', async () => {
    const { status, body } = await ask(owner, show)
    expect(status).toBe(200)
    expect(forecastReply.parse(body)).toEqual(body)
    expect(body).toMatchObject({ state: 'forecast', reason: null, basis: { sessions: 10, kind: 'category-and-size' }, level: 0.8, session: { capacity: 200, sold: 115 } })
    const { low, middle, high } = body.expectedSold!
    // Five a day go on for a week or so: about 150.
    expect(middle).toBeGreaterThan(135)
    expect(middle).toBeLessThan(165)
    expect(low).toBeGreaterThanOrEqual(115)
    expect(high).toBeGreaterThanOrEqual(middle)
    expect(high).toBeLessThanOrEqual(200)
    expect(body.past.at(-1)).toMatchObject({ sold: 115 })
    expect(body.path[0]!.daysBefore).toBe(body.past.at(-1)!.daysBefore)
    expect(body.path.at(-1)).toEqual({ daysBefore: 0, low, middle, high })
    expect(body.sellOutChance).toBeLessThan(0.5)
    expect(body.sellOutAt).toBeNull()
  })

  it('tells how full the halls of its venue were', async () => {
    const { venue } = (await ask(admin, show)).body
    expect(venue).toMatchObject({ name: { en: 'Test house' }, sessions: 10 })
    // Three to five tickets on each of thirty days, of 200 places.
    expect(venue!.low).toBeCloseTo(0.45)
    expect(venue!.high).toBeCloseTo(0.75)
    expect(venue!.middle).toBeCloseTo(0.585, 2)
  })

  it('says that it is too early where there is nothing to learn from, and shows no number', async () => {
    const { body } = await ask(stranger, alone)
    expect(body).toMatchObject({ state: 'too-early', reason: 'few-sessions', expectedSold: null, sellOutChance: null, sellOutAt: null, path: [], venue: null })
  })

  it('Z-03, Z-04: is for its publisher and admins, and learns from nobody else\'s sessions', async () => {
    expect((await ask(stranger, show)).status).toBe(404)
    expect((await ask(await somebody(house.db, 'publisher'), alone)).status).toBe(404)
    // The admin's house has ten sessions to learn from; the other publisher has none.
    expect((await ask(admin, alone)).body.basis).toEqual({ sessions: 10, kind: 'all' })
    expect((await ask(stranger, alone)).body.basis).toEqual({ sessions: 0, kind: 'all' })
  })

  it('says why there is nothing to forecast', async () => {
    const stateWith = async (change: Partial<typeof sessions.$inferInsert>) => {
      const [before] = await house.db.select().from(sessions).where(eq(sessions.id, alone.sessionId))
      await house.db.update(sessions).set(change).where(eq(sessions.id, alone.sessionId))
      const { state } = (await ask(stranger, alone)).body
      await house.db.update(sessions).set(before!).where(eq(sessions.id, alone.sessionId))
      return state
    }
    expect(await stateWith({ saleStartsAt: daysFromNow(1) })).toBe('not-on-sale')
    expect(await stateWith({ status: 'cancelled' })).toBe('cancelled')
    expect(await stateWith({ startsAt: daysFromNow(-1), endsAt: daysFromNow(-0.9), saleStartsAt: daysFromNow(-9), saleEndsAt: daysFromNow(-1) })).toBe('over')
    await sold(alone.sessionId, alone.seatTypeId, 200, 1, 0)
    expect((await ask(stranger, alone)).body).toMatchObject({ state: 'sold-out', expectedSold: null })
  })
})
