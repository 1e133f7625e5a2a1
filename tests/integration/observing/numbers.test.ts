import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loginSessions, users } from '#drizzle/schema/index.ts'
import { createAccessTokens } from '#server/domain/accounts/index.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { deriveKey } from '#server/http/keys.ts'
import type { HealthReply, SystemReply } from '#shared/api/health.ts'
import { APP_SECRET, type TestApp, startApp } from '#tests/support/app.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { until } from '#tests/support/until.ts'

const METRICS_SECRET = 'a secret for metrics and nothing else'

let redis: RedisServer
let app: TestApp
let database: ReturnType<typeof connectDatabase>
let session: TestSession
let admin: string

beforeAll(async () => {
  const databaseUrl = await newDatabaseUrl()
  redis = await startRedisServer()
  app = await startApp({ env: { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, METRICS_SECRET } })
  database = connectDatabase(databaseUrl)
  session = await givenSession(database.db, { rows: 2, seatsPerRow: 10 })
  const [user] = await database.db.insert(users).values({ role: 'admin', email: 'admin@example.org', displayName: 'Admin', emailVerifiedAt: new Date() }).returning()
  const [login] = await database.db.insert(loginSessions).values({ userId: user!.id, secondFactorAt: new Date(), expiresAt: new Date(Date.now() + 3_600_000) }).returning()
  admin = await createAccessTokens(deriveKey(APP_SECRET, 'access-token'), app.url).issue({ userId: user!.id, role: 'admin', loginSessionId: login!.id })
})
afterAll(async () => {
  await app?.stop()
  await database?.close()
  await redis?.stop()
})

const ask = (path: string, bearer?: string) => fetch(`${app.url}${path}`, { headers: { 'accept-language': 'en', ...bearer ? { authorization: `Bearer ${bearer}` } : {} }, signal: AbortSignal.timeout(20_000) })
const metrics = async () => await (await ask('/api/metrics', METRICS_SECRET)).text()
/** The value of a series, by the beginning of its line. */
const value = (text: string, series: string) => Number(text.split('\n').find(line => line.startsWith(`${series} `))?.slice(series.length) ?? Number.NaN)

describe('the metrics of a house', () => {
  it('are not there for anybody without the secret, an admin neither', async () => {
    for (const bearer of [undefined, admin, `${METRICS_SECRET}x`, METRICS_SECRET.slice(1), '']) expect((await ask('/api/metrics', bearer)).status).toBe(404)
    const answer = await ask('/api/metrics', METRICS_SECRET)
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([200, 'no-store', 'text/plain; version=0.0.4; charset=utf-8'])
  })

  it('count what a sale does, by templates of routes', async () => {
    const before = await metrics()
    const person = new HttpPerson(app.url)
    const hold = await person.hold(session.sessionId, session.seat(0), session.seat(1))
    expect(hold.status).toBe(200)
    const rival = new HttpPerson(app.url)
    expect((await rival.hold(session.sessionId, session.seat(0))).status).toBe(409)
    const rose = (after: string, series: string) => value(after, series) - (value(before, series) || 0)
    await until('both requests are counted', async () => rose(await metrics(), 'foyer_http_requests_total{method="POST",route="/api/sessions/:id/holds",status="409"}') === 1, 20_000)
    const after = await metrics()
    expect(rose(after, 'foyer_http_requests_total{method="POST",route="/api/sessions/:id/holds",status="200"}')).toBe(1)
    expect(rose(after, 'foyer_http_request_duration_seconds_count{method="POST",route="/api/sessions/:id/holds"}')).toBe(2)
    expect(rose(after, 'foyer_holds_made_total')).toBe(1)
    expect(rose(after, 'foyer_holds_refused_total')).toBe(1)
    expect(rose(after, 'foyer_redis_calls_total')).toBeGreaterThan(1)
    expect(rose(after, 'foyer_database_statements_total')).toBeGreaterThan(1)
    expect(rose(after, 'foyer_cache_misses_total{cache="sale-sessions"}') + rose(after, 'foyer_cache_hits_total{cache="sale-sessions"}')).toBeGreaterThan(0)
    expect(value(after, 'foyer_database_pool_size')).toBe(10)
    expect(value(after, 'foyer_house_readable')).toBe(1)
  })

  it('say what the house has yet to do', async () => {
    await until('the relay has delivered what there was', async () => value(await metrics(), 'foyer_outbox_waiting') === 0, 20_000)
    expect(value(await metrics(), 'foyer_outbox_lag_seconds')).toBe(0)
    expect(await metrics()).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  })

  it('have no more series the more addresses are asked for', async () => {
    const count = async () => (await metrics()).split('\n').filter(line => line.startsWith('foyer_http_requests_total')).length
    await ask('/nowhere/0')
    await ask('/api/nowhere/0')
    await ask('/events/none-0')
    await until('they are counted', async () => (await metrics()).includes('status="404"'), 20_000)
    const before = await count()
    await Promise.all(Array.from({ length: 30 }, (_, i) => Promise.all([ask(`/nowhere/${i + 1}`), ask(`/api/nowhere/${i + 1}?x=${i}`), ask(`/events/none-${i + 1}`)])))
    expect(await count()).toBe(before)
    expect(await metrics()).not.toContain('none-1')
  })
})

describe('the health of a running house', () => {
  it('is live and ready, and tells strangers states only', async () => {
    expect(await (await ask('/api/health/live')).json()).toEqual({ status: 'live' })
    await until('it is ready', async () => (await ask('/api/health/ready')).status === 200, 60_000)
    await until('it is healthy', async () => (await ask('/api/health')).status === 200, 60_000)
    const health = await (await ask('/api/health')).json() as HealthReply
    expect(health.parts.map(({ name }) => name)).toEqual(['database', 'schema', 'holds', 'news', 'mail', 'jobs', 'rounds', 'files'])
    expect(health.parts.some(({ says }) => says !== undefined)).toBe(false)
    for (const bearer of [METRICS_SECRET, admin]) {
      const told = await (await ask('/api/health', bearer)).json() as HealthReply
      expect(told.parts.every(({ says }) => says)).toBe(true)
    }
  })

  it('is told to admins in their language, with what the caches are good for', async () => {
    await until('a cache has been asked', async () => ((await (await ask('/api/admin/health', admin)).json()) as SystemReply).caches.some(({ name, misses }) => name === 'sale-sessions' && misses > 0))
    const zh = await (await fetch(`${app.url}/api/admin/health`, { headers: { 'accept-language': 'zh-CN', 'authorization': `Bearer ${admin}` } })).json() as SystemReply
    expect(zh.parts.find(({ name }) => name === 'holds')!.says).toMatch(/^Redis .*毫秒/)
    expect(zh.process).toMatchObject({ version: expect.any(String), postgres: expect.stringMatching(/^\d+/), hasMetrics: true, hasTraces: false })
  })

  it('F-04: limps while Redis is away, in words, quickly and without being taken out; and is well when it is back', async () => {
    await redis.kill()
    const seen = async () => (await (await ask('/api/health', METRICS_SECRET)).json()) as HealthReply
    const holds = async () => (await seen()).parts?.find(({ name }) => name === 'holds')
    await until('it is told', async () => (await holds())?.state === 'down', 60_000)
    expect(await holds()).toEqual({ name: 'holds', state: 'down', says: expect.stringContaining('no seat is sold twice') })
    await until('it is ready all the same', async () => (await ask('/api/health/ready')).status === 200, 60_000)
    await until('it is counted', async () => value(await metrics(), 'foyer_redis_failures_total') > 0, 20_000)
    await redis.start()
    await until('it is well again', async () => (await holds())?.state === 'up', 60_000)
  }, 240_000)

  it('F-14: is not ready before its migrations, but sells what it can', async () => {
    await database.db.execute('update drizzle.__drizzle_migrations set created_at = created_at - 1000')
    try {
      expect((await ask('/api/health/ready')).status).toBe(503)
      await until('it is healthy all the same', async () => (await ask('/api/health')).status === 200, 60_000)
      expect((await ask('/api/health/live')).status).toBe(200)
    } finally {
      await database.db.execute('update drizzle.__drizzle_migrations set created_at = created_at + 1000')
    }
    await until('it is ready again', async () => (await ask('/api/health/ready')).status === 200, 60_000)
  }, 180_000)
})
