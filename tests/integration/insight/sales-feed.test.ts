import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { events } from '#drizzle/schema/index.ts'
import type { House } from '#server/house.ts'
import { type TestServer, serve } from '#tests/integration/accounts/browser.ts'
import { type Somebody, PUBLIC_URL, bearer, somebody } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { until } from '#tests/support/until.ts'
import { buy } from '../resale/offered.ts'

let house: House
let server: TestServer
let mine: TestSession
let theirs: TestSession
let people: Record<'admin' | 'publisher' | 'other', Somebody>
const open: AbortController[] = []

beforeAll(async () => {
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: PUBLIC_URL, FOYER_SECOND_FACTOR: 'required' })
  const feed = (await allEndpoints()).find(endpoint => endpoint.path === '/api/stats/feed')!
  server = await serve({ 'GET /api/stats/feed': feed.handler })
  house = (await import('#server/house.ts')).house()
  const publisherOf = async (session: TestSession): Promise<Somebody> => ({ userId: (await house.db.select({ id: events.createdBy }).from(events).where(eq(events.id, session.eventId)))[0]!.id, role: 'publisher' })
  mine = await givenSession(house.db, { rows: 2, seatsPerRow: 20 })
  theirs = await givenSession(house.db, { rows: 2, seatsPerRow: 20 })
  people = { admin: await somebody(house.db, 'admin'), publisher: await publisherOf(mine), other: await publisherOf(theirs) }
})
afterEach(() => {
  for (const line of open.splice(0)) line.abort()
})
afterAll(async () => {
  await server.close()
  await house.close()
})

/** Somebody who listens: what he was told, by kind. */
async function listen(who: Somebody): Promise<string[]> {
  const line = new AbortController()
  open.push(line)
  const answer = await fetch(`${server.url}/api/stats/feed`, { headers: { authorization: `Bearer ${await bearer(house.db, who)}` }, signal: line.signal })
  expect(answer.status).toBe(200)
  const told: string[] = []
  void (async () => {
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value
      told.splice(0, told.length, ...[...text.matchAll(/^event: (\w+)$/gm)].map(found => found[1]!))
    }
  })().catch(() => {})
  await until('the greeting', () => told.includes('hello'))
  return told
}

const news = (told: string[]) => told.filter(kind => kind === 'news').length

describe('the feed of figures', () => {
  it('tells an admin of every sale and a publisher of his own, and nothing of what it was', async () => {
    const [admin, publisher, other] = await Promise.all([listen(people.admin), listen(people.publisher), listen(people.other)])
    let seat = 0
    // The first look finds out where the log ends: a sale before it is no news, so it is tried until one is told.
    await until('news of a sale', async () => {
      await buy(house, mine, { seats: [seat++] })
      return news(admin) > 0 && news(publisher) > 0
    }, 30_000)
    const before = news(publisher)
    expect(news(other)).toBe(0)
    let place = 0
    await until('news of another\'s', async () => {
      await buy(house, theirs, { seats: [place++] })
      return news(other) > 0
    }, 30_000)
    expect(news(publisher)).toBeLessThanOrEqual(before + 1)
  })
})
