import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { startHttpSale } from '#tests/support/http-sale.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { expectSoundSale, goOnBuying } from '#tests/support/sound-sale.ts'
import { until } from '#tests/support/until.ts'

const HOLD_SECONDS = 4

let postgres: TestPostgres
let redis: RedisServer
let database: DatabaseConnection
let session: TestSession
let blocked: TestApp
let other: TestApp

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedisServer()
  const databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  const open = () => startApp({ env: { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, FOYER_DEMO: '1' } })
  blocked = await open()
  other = await open()
})
afterAll(async () => {
  await Promise.all([blocked, other].map(app => app.kill9()))
  await database.close(1)
  await redis.stop()
  await postgres.stop()
})
beforeEach(async () => {
  session = await givenSession(database.db, { rows: 300, seatsPerRow: 30, holdSeconds: HOLD_SECONDS })
})

/** Nothing of the process runs, and its sockets are open: from outside no different from an event loop that is blocked. */
const block = () => process.kill(blocked.pid, 'SIGSTOP')
const unblock = () => process.kill(blocked.pid, 'SIGCONT')

/** As a load balancer asks, which gives up after a second. */
const isReady = ({ url }: TestApp) => fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(1_000) }).then(answer => answer.status === 200, () => false)

describe('F-15: while the event loop of one of two processes is blocked', () => {
  it('its health fails over, holds run out by the clock of Redis, and nothing is lost', async () => {
    const holder = new HttpPerson(blocked.url)
    const { holdToken } = (await holder.hold(session.sessionId, session.seat(8_000))).body
    const running = startHttpSale(() => [blocked.url, other.url], session, 8)
    await goOnBuying(running.log, 10, 120_000)
    block()
    const blockedAt = Date.now()
    expect(await isReady(blocked)).toBe(false)
    await until('the other is asked instead', () => isReady(other), 120_000)
    const next = new HttpPerson(other.url)
    await until('the hold has run out, and somebody else has the seat', async () => (await next.hold(session.sessionId, session.seat(8_000))).status === 200, 120_000)
    await until('it was two seconds', () => Date.now() - blockedAt > 2_000, 10_000)
    unblock()
    await until('it is ready again', () => isReady(blocked), 120_000)
    const late = await holder.order(session.sessionId, holdToken)
    expect([late.status, (late.body as unknown as { code: string }).code]).toEqual([410, 'hold-expired'])
    await goOnBuying(running.log, 10, 120_000)
    const log = await running.stop()
    expect(log.failures.filter(f => f.status >= 500 || f.status === 0)).toEqual([])
    await expectSoundSale({ db: database.db, url: other.url, session }, log)
  }, 400_000)

  it('a hold that has time left is good for an order afterwards', async () => {
    const long = await givenSession(database.db, { holdSeconds: 120 })
    const holder = new HttpPerson(blocked.url)
    const { holdToken } = (await holder.hold(long.sessionId, long.seat(0))).body
    block()
    const blockedAt = Date.now()
    await until('it was two seconds', () => Date.now() - blockedAt > 2_000, 10_000)
    unblock()
    const order = await holder.order(long.sessionId, holdToken)
    expect(order.status).toBe(201)
    expect((await holder.pay(order.body)).status).toBe(200)
  }, 400_000)
})
