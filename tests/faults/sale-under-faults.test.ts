import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { type SaleLog, startHttpSale } from '#tests/support/http-sale.ts'
import { expectSoundSale, goOnBuying } from '#tests/support/sound-sale.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { until } from '#tests/support/until.ts'

/** FOYER_FULL=1: faults last as long as ACCEPTANCE.md says. */
const full = process.env.FOYER_FULL === '1'
const BUYERS = 12

let postgres: TestPostgres
let redis: RedisServer
let database: DatabaseConnection
let databaseUrl: string
let session: TestSession
let apps: TestApp[]

beforeEach(async () => {
  postgres = await startPostgres({ fsync: true })
  redis = await startRedisServer()
  databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  session = await givenSession(database.db, { rows: 300, seatsPerRow: 30, holdSeconds: 5 })
  apps = [await openApp()]
})
afterEach(async () => {
  await Promise.all(apps.map(app => app.kill9()))
  await database.close(1)
  await redis.stop()
  await postgres.stop()
})

const openApp = (port?: number) => startApp({ port, env: { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, FOYER_DEMO: '1' } })
const urls = () => apps.map(app => app.url)
const sale = () => startHttpSale(urls, session, BUYERS)

const expectSound = (log: SaleLog) => expectSoundSale({ db: database.db, url: urls()[0]!, session }, log)

describe('a sale goes on', () => {
  it('F-01: while one of two app processes is killed again and again', async () => {
    apps.push(await openApp())
    const running = sale()
    await goOnBuying(running.log, 20, 20_000)
    for (let kill = 0; kill < (full ? 20 : 4); kill++) {
      const victim = apps.shift()!
      await victim.kill9()
      await goOnBuying(running.log, 10, 20_000)
      apps.push(await openApp(victim.port))
    }
    const log = await running.stop()
    const answered5xx = log.failures.filter(f => f.status >= 500)
    expect(answered5xx, 'I12').toEqual([])
    await expectSound(log)
  }, 300_000)

  it('F-03: through a FLUSHALL of Redis: holds are lost, seats and money are not', async () => {
    const running = sale()
    await goOnBuying(running.log, 20, 20_000)
    // Just before: a hold that ended by its time would be told of in the same words.
    const payer = new HttpPerson(urls()[0]!)
    const order = await payer.order(session.sessionId, (await payer.hold(session.sessionId, session.seat(8_010))).body.holdToken)
    const person = new HttpPerson(urls()[0]!)
    const held = await person.hold(session.sessionId, session.seat(8_000))
    await redis.flush()
    const lost = await person.order(session.sessionId, held.body.holdToken)
    expect([lost.status, (lost.body as unknown as { code: string }).code]).toEqual([410, 'hold-expired'])
    expect((await payer.pay(order.body)).status).toBe(200)
    await goOnBuying(running.log, 20, 5_000)
    const log = await running.stop()
    expect(log.failures.filter(f => f.status >= 500)).toEqual([])
    await expectSound(log)
  }, 120_000)

  it('F-04: while Redis is stopped: holds are refused quickly, orders can be paid, and all is well five seconds after its return', async () => {
    const running = sale()
    await goOnBuying(running.log, 20, 20_000)
    const payer = new HttpPerson(urls()[0]!)
    const order = await payer.order(session.sessionId, (await payer.hold(session.sessionId, session.seat(8_010))).body.holdToken)
    await redis.stop()
    const stoppedAt = Date.now()
    expect((await payer.pay(order.body)).status).toBe(200)
    const refused = await new HttpPerson(urls()[0]!).hold(session.sessionId, session.seat(8_020))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    await until('the outage lasts', () => Date.now() - stoppedAt > (full ? 60_000 : 6_000), 70_000)
    const refusals = running.log.failures.filter(f => f.step === 'hold' && f.at > stoppedAt + 500)
    expect(refusals.length).toBeGreaterThan(0)
    for (const refusal of refusals) expect(refusal).toMatchObject({ status: 503, code: 'unavailable' })
    expect(Math.max(...refusals.map(f => f.tookMs)), 'a refusal comes within a second').toBeLessThan(1_000)
    await redis.start()
    await goOnBuying(running.log, 10, 5_000)
    await expectSound(await running.stop())
  }, 180_000)

  it('F-05: while Redis hangs for longer than a hold lives: the stale holder is refused and nobody owns a seat twice', async () => {
    const stale = new HttpPerson(urls()[0]!)
    const held = await stale.hold(session.sessionId, session.seat(8_000))
    const running = sale()
    await goOnBuying(running.log, 20, 20_000)
    redis.pause()
    const pausedAt = Date.now()
    await until('the hold is over', () => Date.now() - pausedAt > 6_000, 10_000)
    redis.resume()
    await goOnBuying(running.log, 10, 10_000)
    expect((await stale.order(session.sessionId, held.body.holdToken)).status).toBe(410)
    await expectSound(await running.stop())
  }, 120_000)

  it('F-06: through an immediate restart of Postgres: what was answered is there, and the service is back within ten seconds', async () => {
    const running = sale()
    await goOnBuying(running.log, 30, 20_000)
    await postgres.restartImmediate()
    await goOnBuying(running.log, 10, 10_000)
    const log = await running.stop()
    for (const failure of log.failures.filter(f => f.status >= 500)) expect(failure).toMatchObject({ status: 503, code: 'unavailable' })
    await expectSound(log)
  }, 180_000)
})
