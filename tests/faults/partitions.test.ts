import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type Cut, startCut } from '#tests/support/cut.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type SaleLog, startHttpSale } from '#tests/support/http-sale.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { expectSoundSale, goOnBuying } from '#tests/support/sound-sale.ts'
import { until } from '#tests/support/until.ts'

let postgres: TestPostgres
let redis: RedisServer
let toRedis: Cut
let database: DatabaseConnection
let session: TestSession
let app: TestApp

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedisServer()
  toRedis = await startCut(redis.port)
  const databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  app = await startApp({ env: {
    DATABASE_URL: databaseUrl, REDIS_URL: `redis://127.0.0.1:${toRedis.port}`, FOYER_DEMO: '1'
  } })
})
afterAll(async () => {
  await app.kill9()
  await database.close(1)
  await toRedis.stop()
  await Promise.all([redis.stop(), postgres.stop()])
})
beforeEach(async () => {
  session = await givenSession(database.db, { rows: 300, seatsPerRow: 30, holdSeconds: 5 })
})

const refused = (log: SaleLog) => log.failures.filter(f => f.status === 503).length

describe('F-13: the network loses', () => {
  it('Redis: holds are refused, orders can be paid, and all is well when it is found again', async () => {
    const long = await givenSession(database.db, { holdSeconds: 120 })
    const payer = new HttpPerson(app.url)
    const order = await payer.order(long.sessionId, (await payer.hold(long.sessionId, long.seat(0))).body.holdToken)
    const running = startHttpSale(() => [app.url], session, 6)
    await goOnBuying(running.log, 10, 120_000)
    toRedis.cut()
    expect((await payer.pay(order.body)).status).toBe(200)
    const hold = await new HttpPerson(app.url).hold(session.sessionId, session.seat(8_020))
    expect([hold.status, hold.headers.get('retry-after')]).toEqual([503, '2'])
    await until('people are refused', () => refused(running.log) > 20, 120_000)
    toRedis.heal()
    await goOnBuying(running.log, 10, 120_000)
    const log = await running.stop()
    for (const failure of log.failures.filter(f => f.status >= 500)) expect(failure).toMatchObject({ status: 503, code: 'unavailable' })
    await expectSoundSale({ db: database.db, url: app.url, session }, log)
  }, 400_000)
})
