import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { HOLD } from '#server/gateways/redis/scripts/hold.ts'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import type { HoldReply } from '#shared/api/holds.ts'
import type { CreatedOrderReply, OrderReply, PayReply } from '#shared/api/orders.ts'
import { newId } from '#shared/ids/id.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { type HttpAnswer, HttpPerson } from '#tests/support/http-person.ts'
import { type MailServer, startMailServer } from '#tests/support/mail-server.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { type Moment, type PostgresTap, startPostgresTap } from '#tests/support/postgres-tap.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { type TcpTap, startTcpTap } from '#tests/support/tcp-tap.ts'
import { until } from '#tests/support/until.ts'

/**
 * F-02: the app is killed at each named point of a purchase, for somebody who never comes back and for somebody who presses the button
 * again. The app knows nothing of it: taps on its lines to Postgres and Redis, and the stand-ins for Stripe and the mail server, see
 * the moment and kill it.
 */

const HOLD_SECONDS = 8
/** What a person who comes back has: the app has to start again meanwhile. */
const PATIENT_SECONDS = 240
/** F-02: seats are free or sold within the hold's time and a minute, payments are found out within five. */
const SEATS_MS = (HOLD_SECONDS + 60) * 1000
const PAYMENTS_MS = 300_000

let postgres: TestPostgres
let tap: PostgresTap
let redis: RedisServer
let redisTap: TcpTap
let stripe: StripeServer
let mails: MailServer
let database: DatabaseConnection
let databaseUrl: string
let app: TestApp
let hasty: TestSession
let patient: TestSession
/** Kills the app when Redis has answered the next hold. */
let atNextHold: (() => void) | null = null
/** Who was left with what he had, to be looked at when everybody has died. */
const left: { point: string, seat: number, hasPaid: boolean }[] = []
let seats = 0

beforeAll(async () => {
  postgres = await startPostgres({ fsync: true })
  tap = await startPostgresTap(postgres.url)
  redis = await startRedisServer()
  redisTap = await startTcpTap(redis.port, () => {
    let isHold = false
    return {
      fromClient: (bytes) => {
        isHold ||= atNextHold !== null && bytes.includes(HOLD.sha)
        return true
      },
      fromServer: (bytes) => {
        if (!isHold || !atNextHold || bytes.includes('NOSCRIPT')) return true
        atNextHold()
        atNextHold = null
        return false
      }
    }
  })
  stripe = await startStripeServer()
  mails = await startMailServer()
  databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  hasty = await givenSession(database.db, { rows: 4, seatsPerRow: 20, holdSeconds: HOLD_SECONDS })
  patient = await givenSession(database.db, { rows: 4, seatsPerRow: 20, holdSeconds: PATIENT_SECONDS })
  app = await openApp()
  // Redis knows the script from here on.
  await new HttpPerson(app.url).hold(patient.sessionId, patient.seat(79))
})
afterAll(async () => {
  await app.kill9()
  await database.close(1)
  await Promise.all([tap.stop(), redisTap.stop(), stripe.stop(), mails.stop()])
  await redis.stop()
  await postgres.stop()
})

async function openApp(port?: number): Promise<TestApp> {
  const opened = await startApp({
    port,
    env: { ...stripe.env, DATABASE_URL: tap.url(databaseUrl), REDIS_URL: `redis://127.0.0.1:${redisTap.port}`, NODE_ENV: 'test', FOYER_SMTP_URL: mails.url, FOYER_MAIL_FROM: 'Foyer <tickets@example.org>' }
  })
  stripe.deliverTo(`${opened.url}/api/payments/notices/stripe`)
  return opened
}

/** Where the app dies, and how that is seen. `dead` resolves when it is. */
interface Point { name: string, arm(kill: () => Promise<void>): void }

const inDatabase = (name: string, moment: Moment): Point => ({ name, arm: kill => void tap.when(moment, kill) })
const POINTS: Point[] = [
  { name: 'after the hold', arm: (kill) => { atNextHold = () => void kill() } },
  inDatabase('after order insert', { of: /^insert into "orders"/, at: 'done' }),
  inDatabase('before the commit of the order', { of: /^insert into "orders"/, at: 'commit' }),
  inDatabase('after the commit of the order, before the answer', { of: /^insert into "orders"/, at: 'committed' }),
  inDatabase('before the provider is called', { of: /^insert into "payments"/, at: 'committed' }),
  { name: 'after the provider call', arm: kill => stripe.faults.next({ how: 'cut', then: kill }, /^POST \/v1\/checkout\/sessions$/) },
  inDatabase('after webhook insert', { of: /^insert into "provider_events"/, at: 'done' }),
  inDatabase('before the commit of the settlement', { of: /^insert into "tickets"/, at: 'commit' }),
  inDatabase('after the commit of the settlement, before the answer', { of: /^insert into "tickets"/, at: 'committed' }),
  { name: 'before e-mail', arm: kill => mails.beforeNext(kill) }
]

/** One purchase of one seat. Where the app dies he asks again, with the same key, once it is there. */
class Buyer {
  readonly #session: TestSession
  readonly #insists: boolean
  readonly person = new HttpPerson(app.url)
  readonly seat = seats++
  providerRef: string | null = null

  constructor(session: TestSession, insists: boolean) {
    this.#session = session
    this.#insists = insists
  }

  async buy(): Promise<OrderReply> {
    const { sessionId } = this.#session
    const held = await this.#ask<HoldReply>('POST', `/api/sessions/${sessionId}/holds`, { seats: [{ seatId: this.#session.seat(this.seat) }] })
    const order = await this.#ask<CreatedOrderReply>('POST', '/api/orders/create', { sessionId, holdToken: held.holdToken, contact: { name: 'Guest', email: this.person.email } })
    const secret = { 'x-order-secret': order.guestSecret! }
    const started = await this.#ask<PayReply>('POST', `/api/orders/pay/${order.id}`, { method: 'stripe' }, secret)
    this.providerRef = started.redirectUrl!.split('/').at(-1)!
    stripe.account.pay(this.providerRef)
    let now: OrderReply
    // Coming back from the provider's page, and looking again while the payment is checked.
    do now = await this.#ask<OrderReply>('PUT', `/api/orders/${order.id}/payment`, {}, secret)
    while (now.state === 'pending')
    return now
  }

  /** Until there is an answer: a dead app gives none, and one that has just died may have left the same request unfinished. */
  async #ask<T>(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    const key = newId()
    let answer: HttpAnswer<T> | null = null
    const isThere = async () => {
      answer = await this.person.send<T>(method, path, body, { 'idempotency-key': key, ...headers }).catch((problem: unknown) => {
        if (!this.#insists) throw problem
        return null
      })
      return answer !== null && answer.status !== 503 && (answer.body as { code?: string }).code !== 'idempotency-in-flight'
    }
    await until(`an answer to ${method} ${path}`, isThere, 60_000)
    if (answer!.status >= 300) throw new Error(`${method} ${path}: ${answer!.status} ${answer!.text}`)
    return answer!.body
  }
}

/** Lets the app die at the point, and starts it again where people look for it. */
function dieAt(point: Point): Promise<void> {
  return new Promise((resolve, reject) => point.arm(async () => {
    await app.kill9()
    // Leases of a dead process run out after a minute or two: here they have.
    await database.db.execute(sql`update idempotency_keys set locked_until = now() where status is null`)
    await database.db.execute(sql`update deliveries set not_before = now() where state = 'sending'`)
    openApp(app.port).then((opened) => {
      app = opened
      resolve()
    }, reject)
  }))
}

async function statusOf(session: TestSession, seat: number): Promise<number> {
  const { body } = await new HttpPerson(app.url).send<SessionStatusReply>('GET', `/api/sessions/${session.sessionId}/status`)
  return unpackStatus(Buffer.from(body.packed, 'base64'), body.seatCount)[seat]!
}

const ticketsOf = async (session: TestSession, seat: number) =>
  Number((await database.db.execute<{ n: string }>(sql`select count(*) as n from tickets where session_id = ${session.sessionId} and seat_index = ${seat} and state = 'valid'`))[0]!.n)

const brokenPromises = async () => (await checkInvariants(database.db)).filter(i => i.violations > 0)

describe('F-02: the app is killed', () => {
  it.each(POINTS)('$name', async (point) => {
    const leaver = new Buyer(hasty, false)
    const revived = dieAt(point)
    const went = leaver.buy()
    // His own request breaks off, or one that the house answers to somebody else: then he has his answer and goes.
    await Promise.all([revived, went.then(() => {}, () => {})])
    left.push({ point: point.name, seat: leaver.seat, hasPaid: leaver.providerRef !== null && stripe.account.session(leaver.providerRef).payment_status === 'paid' })

    const stayer = new Buyer(patient, true)
    const revivedAgain = dieAt(point)
    const order = await stayer.buy()
    await revivedAgain
    expect(order.state).toBe('paid')
    expect(await ticketsOf(patient, stayer.seat)).toBe(1)
    const attempts = await database.db.execute<{ id: string }>(sql`select id from payments where order_id = ${order.id}`)
    const paid = [...stripe.account.sessions.values()].filter(s => s.payment_status === 'paid' && attempts.some(one => one.id === s.client_reference_id))
    expect(paid.map(s => s.payment_intent!.latest_charge!.amount_refunded), 'paid once').toEqual([0])
    await until('his mail is there', () => mails.received.some(m => m.to.includes(stayer.person.email)), 60_000)
    expect(await brokenPromises()).toEqual([])
  }, 180_000)

  it('and who never came back has his ticket if he paid, else his seat is free', async () => {
    expect(left.map(one => one.point)).toEqual(POINTS.map(point => point.name))
    for (const { point, seat, hasPaid } of left) {
      if (hasPaid) await until(`${point}: what was paid for is there`, async () => await ticketsOf(hasty, seat) === 1, PAYMENTS_MS)
      else await until(`${point}: seat is free`, async () => await statusOf(hasty, seat) === 0, SEATS_MS)
    }
    await until('nothing is open', async () => Number((await database.db.execute<{ n: string }>(sql`select count(*) as n from orders where session_id = ${hasty.sessionId} and state = 'pending'`))[0]!.n) === 0, SEATS_MS)
    // Each mail once; one that was under way when the app died may come twice.
    const toThem = Map.groupBy(mails.received.filter(m => m.to[0]!.startsWith('guest-')), m => m.id)
    expect([...toThem.values()].filter(same => same.length > 1).length).toBeLessThanOrEqual(2)
    const refunded = [...stripe.account.sessions.values()].filter(s => (s.payment_intent?.latest_charge?.amount_refunded ?? 0) > 0)
    expect(refunded, 'nobody paid for nothing').toEqual([])
    expect(await brokenPromises()).toEqual([])
  }, 400_000)
})
