import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import type { OrderReply, PayReply } from '#shared/api/orders.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type SessionWish, type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { startHttpSale } from '#tests/support/http-sale.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { expectSoundSale, goOnBuying } from '#tests/support/sound-sale.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { until } from '#tests/support/until.ts'
import { wrongClock } from '#tests/support/wrong-clock.ts'

/** F-09: one process of the house is five minutes ahead of time, the other five behind. */
const SKEW_SECONDS = 300

let postgres: TestPostgres
let redis: RedisServer
let stripe: StripeServer
let database: DatabaseConnection
let ahead: TestApp
let behind: TestApp

beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedisServer()
  stripe = await startStripeServer()
  const databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  const env = { ...stripe.env, DATABASE_URL: databaseUrl, REDIS_URL: redis.url, NODE_ENV: 'test' }
  ahead = await startApp({ env, nodeArguments: wrongClock(SKEW_SECONDS) })
  behind = await startApp({ env, nodeArguments: wrongClock(-SKEW_SECONDS) })
})
afterAll(async () => {
  await Promise.all([ahead.kill9(), behind.kill9()])
  await database.close(1)
  await Promise.all([redis.stop(), stripe.stop()])
  await postgres.stop()
})

const given = (wish: SessionWish = {}) => givenSession(database.db, { rows: 30, seatsPerRow: 30, ...wish })
const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code
const orderOf = async (person: HttpPerson, session: TestSession, seat: number) =>
  (await person.order(session.sessionId, (await person.hold(session.sessionId, session.seat(seat))).body.holdToken)).body

describe('F-09: with one clock ahead and one behind', () => {
  it('the clocks are wrong', async () => {
    const person = new HttpPerson(ahead.url)
    await person.register()
    const nowOf = async (app: TestApp) => Date.parse((await person.goTo(app.url).send<{ now: string }>('GET', '/api/held-tickets')).body.now)
    expect(await nowOf(ahead) - await nowOf(behind)).toBeGreaterThan(1.9 * SKEW_SECONDS * 1000)
  })

  it('a hold ends for both at once, by the clock of Redis', async () => {
    const session = await given({ holdSeconds: 4 })
    const holder = new HttpPerson(behind.url)
    const { holdToken } = (await holder.hold(session.sessionId, session.seat(0))).body
    const other = new HttpPerson(ahead.url)
    await until('somebody else gets the seat', async () => {
      const got = (await other.hold(session.sessionId, session.seat(0))).status
      const stillHis = (await holder.send('GET', `/api/sessions/${session.sessionId}/holds/${holdToken}`)).status === 200
      expect(got === 200 && stillHis, 'given away while it was held').toBe(false)
      return got === 200
    }, 20_000)
    expect(codeOf(await holder.order(session.sessionId, holdToken))).toBe('hold-expired')
  })

  it('nothing is sold before the sale begins, or after its end', async () => {
    const early = await given({ saleStartsInMs: 60_000 })
    expect(codeOf(await new HttpPerson(ahead.url).hold(early.sessionId, early.seat(0)))).toBe('sale-not-open')
    const open = await given()
    expect((await new HttpPerson(ahead.url).hold(open.sessionId, open.seat(0))).status).toBe(200)
    const late = await given({ saleEndsInMs: -60_000 })
    expect(codeOf(await new HttpPerson(behind.url).hold(late.sessionId, late.seat(0)))).toBe('sale-not-open')
  })

  it('who is logged in stays so, wherever his requests arrive', async () => {
    const person = new HttpPerson(ahead.url)
    await person.register()
    for (const app of [behind, ahead, behind, behind, ahead]) {
      const answer = await person.goTo(app.url).send('GET', '/api/user/profile')
      expect(answer.status, answer.text).toBe(200)
    }
  })

  it('what is begun at a provider by one is found by the other, also where the answer was lost', async () => {
    const session = await given()
    const person = new HttpPerson(ahead.url)
    const order = await orderOf(person, session, 0)
    const secret = { 'x-order-secret': order.guestSecret! }
    stripe.faults.next({ how: 'cut' }, /^POST \/v1\/checkout\/sessions$/, 9)
    expect(codeOf(await person.send('POST', `/api/orders/pay/${order.id}`, { method: 'stripe' }, secret))).toBe('payment-provider-away')
    stripe.faults.clear()
    const begun = [...stripe.account.sessions.keys()]
    const again = await person.goTo(behind.url).send<PayReply>('POST', `/api/orders/pay/${order.id}`, { method: 'stripe', locale: 'zh' }, secret)
    expect(again.status, again.text).toBe(200)
    expect([...stripe.account.sessions.keys()], 'the page that was begun').toEqual(begun)
    stripe.account.pay(again.body.redirectUrl!.split('/').at(-1)!)
    const notice = stripe.account.events.at(-1)!
    expect(await stripe.deliver(notice, `${behind.url}/api/payments/notices/stripe`)).toBe(200)
    expect((await person.send<OrderReply>('GET', `/api/orders/${order.id}`, undefined, secret)).body.state).toBe('paid')
  })

  it('a sale of both is sound', async () => {
    const session = await given({ holdSeconds: 6 })
    const running = startHttpSale(() => [ahead.url, behind.url], session, 6)
    await goOnBuying(running.log, 60, 60_000)
    const log = await running.stop()
    expect(log.failures.filter(f => f.status >= 500)).toEqual([])
    await expectSoundSale({ db: database.db, url: behind.url, session }, log)
    expect((await checkInvariants(database.db)).filter(i => i.violations > 0)).toEqual([])
  })
})
