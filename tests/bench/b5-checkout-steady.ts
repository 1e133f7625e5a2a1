import { sql } from 'drizzle-orm'
import { sessions } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import type { Database } from '#drizzle/database.ts'
import { grantWelcomePoints } from '#server/domain/payments/index.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'
import type { CreatedOrderReply, OrderReply, PayReply } from '#shared/api/orders.ts'
import type { HoldReply } from '#shared/api/holds.ts'
import { type AlipayServer, startAlipayServer } from '#tests/support/alipay-server.ts'
import { APP_SECRET, startApp } from '#tests/support/app.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { startMailServer } from '#tests/support/mail-server.ts'
import { signedIn } from '#tests/support/signed-in.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { BenchClient } from './lib/http-client.ts'
import { Steps, openArrivals, round } from './lib/measure.ts'
import { residentMB } from './lib/process-cost.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'
import { Visitor, pause } from './lib/visitor.ts'

/** Orders that arrive a second, at full and at any smaller size unless told otherwise: only the time is scaled. */
const ORDERS_A_SECOND = 50
const SECONDS = 30 * 60
const ROWS = 100, SEATS_A_ROW = 200
const CUSTOMERS = 400
const HOLD_SECONDS = 120
/** A notice that never comes: the payer is gone too, so the house has to ask by itself. One in a hundred orders, by Stripe. */
const isLost = (index: number) => index % 100 === 2
const REFUNDED = 2
const PRINTED = 20

/**
 * B5, the steady checkout: fifty orders a second, two fifths by points, the others by the stand-ins of Stripe and Alipay with signed
 * notices, mails to a mail server, a fifth printed as PDF, two per cent given back, one per cent whose notice is lost.
 */
export async function checkoutSteady(stage: Stage, scale: number, ordersASecond = ORDERS_A_SECOND): Promise<ScenarioResult> {
  const seconds = Math.max(20, Math.round(SECONDS * scale))
  const orders = seconds * ordersASecond
  // Of its own: the stage's app would take these mails into its mailbox.
  const databaseUrl = await stage.postgres.createDatabase()
  const { db, close } = connectDatabase(databaseUrl, { pool: 5, applicationName: 'bench' })
  const [stripe, alipay, mails] = await Promise.all([startStripeServer(), startAlipayServer(), startMailServer()])
  const app = await startApp({
    env: { DATABASE_URL: databaseUrl, REDIS_URL: stage.redis.url, NODE_ENV: 'test', FOYER_LOG: 'info', DATABASE_POOL: '20', ...stripe.env, ...alipay.env, FOYER_SMTP_URL: mails.url, FOYER_MAIL_FROM: 'Foyer <tickets@example.org>' },
    nodeArguments: stage.nodeArguments
  })
  const halls = await Promise.all(Array.from({ length: Math.ceil(orders / (ROWS * SEATS_A_ROW)) }, async () => {
    const session = await givenSession(db, { rows: ROWS, seatsPerRow: SEATS_A_ROW, holdSeconds: HOLD_SECONDS, perPersonLimit: 50 })
    await db.update(sessions).set({ refundTerms: { review: 'automatic', steps: [{ daysBefore: 1, feePercent: 10 }] } }).where(sql`id = ${session.sessionId}`)
    return session
  }))
  const customers = await givenCustomers(databaseUrl, app.url)
  const client = new BenchClient(app.url, 300)
  const providers = payers(stripe, alipay, app.url)
  const steps = Object.fromEntries(['hold', 'order', 'pay', 'settle', 'tickets', 'pdf', 'refund'].map(name => [name, new Steps(name)])) as Record<'hold' | 'order' | 'pay' | 'settle' | 'tickets' | 'pdf' | 'refund', Steps>
  const told: string[] = []
  const unannounced: string[] = []
  const watch = watchApp(db, app.pid)

  const startedAt = performance.now()
  const lateMs = await openArrivals(orders, seconds * 1000, async (index, dueAt) => {
    const hall = halls[Math.floor(index / (ROWS * SEATS_A_ROW))]!
    const method = index % 5 < 2 ? 'points' : index % 5 < 4 ? 'stripe' : 'alipay'
    const visitor = new Visitor(client)
    const own: Record<string, string> = method === 'points' ? customers[index % CUSTOMERS]! : {}
    const held = await visitor.step(steps.hold, dueAt, 'POST', `/api/sessions/${hall.sessionId}/holds`, { seats: [{ seatId: seatOf(hall, index) }] }, own)
    if (held.status !== 200) return
    const made = await visitor.step(steps.order, performance.now(), 'POST', '/api/orders/create', { sessionId: hall.sessionId, holdToken: (held.body as HoldReply).holdToken, contact: { name: 'Buyer', email: `buyer-${index}@example.org` } }, own)
    if (made.status !== 201) return
    const { id, guestSecret } = made.body as CreatedOrderReply
    const headers = guestSecret ? { 'x-order-secret': guestSecret } : own
    const started = await visitor.step(steps.pay, performance.now(), 'POST', `/api/orders/pay/${id}`, { method }, headers)
    if (started.status !== 200) return
    if (method !== 'points') {
      await pause(50 + index % 250)
      await providers.pay(method, started.body as PayReply, isLost(index))
      if (isLost(index)) return void unannounced.push(id)
      const settled = await visitor.step(steps.settle, performance.now(), 'PUT', `/api/orders/${id}/payment`, {}, headers)
      if (settled.status !== 200 || (settled.body as OrderReply).state !== 'paid') return
    }
    told.push(id)
    await visitor.step(steps.tickets, performance.now(), 'GET', `/api/orders/${id}/tickets`, undefined, headers)
    if (index % 100 < PRINTED) {
      const printedAt = performance.now()
      const pdf = await client.fetch(`/api/orders/${id}/tickets.pdf`, headers).catch(() => ({ status: 0 }))
      steps.pdf.add(performance.now() - printedAt, pdf.status === 0 ? 'error' : String(pdf.status))
    }
    if (index % 100 >= 100 - REFUNDED) await visitor.step(steps.refund, performance.now(), 'PUT', `/api/orders/refund/${id}`, {}, headers)
  })
  const took = (performance.now() - startedAt) / 1000
  const seen = await watch.stop()
  const foundAfter = await untilPaid(db, unannounced)
  const [mailed] = await db.execute<{ left: string }>(sql`select count(*) as left from deliveries where state <> 'sent'`)
  const [kept] = await db.execute<{ lost: string }>(sql`select count(*) as lost from (select unnest(${sql.param(`{${told.join(',')}}`)}::uuid[]) as id) t where not exists (select 1 from orders o where o.id = t.id and o.state in ('paid', 'partially_refunded', 'refunded'))`)
  const broken = (await checkInvariants(db)).filter(i => i.violations > 0)
  client.close()
  await app.stop()
  await Promise.all([close(), stripe.stop(), alipay.stop(), mails.stop()])
  return {
    name: 'B5 checkout steady state',
    load: `${orders} orders in ${seconds} s (${ordersASecond} a second), 40 % points, 40 % Stripe, 20 % Alipay (stand-ins), ${PRINTED} % printed, ${REFUNDED} % given back, 1 % without notice`,
    seconds: round(took),
    rows: Object.values(steps).map(step => step.row(took)),
    facts: {
      'orders told paid, of those that came': `${told.length} of ${orders}`,
      'told paid, not in the database (I4)': Number(kept!.lost),
      'without notice, found by asking': `${unannounced.length}, all after ${foundAfter} s`,
      'mails received, still to send': `${mails.received.length}, ${mailed!.left}`,
      'oldest news in the outbox at worst': `${seen.outboxSeconds} s`,
      'oldest mail due at worst': `${seen.mailSeconds} s`,
      'memory, first third and last third at worst': `${seen.firstMB} and ${seen.lastMB} MB (${round((seen.lastMB / seen.firstMB - 1) * 100)} %)`,
      'dead rows of all at the end': `${seen.deadPercent} %`,
      'generator late at worst': `${lateMs} ms`,
      'invariants violated': broken.map(i => `${i.id}: ${i.violations}`).join(', ') || 0
    }
  }
}

/** Each order has a seat of its own, far from the last one. */
const seatOf = (hall: TestSession, index: number) => hall.seat(index * 7919 % (ROWS * SEATS_A_ROW))

/** People who are logged in and have points for the whole run. @returns what each sends with a request */
async function givenCustomers(databaseUrl: string, url: string): Promise<{ authorization: string }[]> {
  const house = openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, FOYER_SECRET: APP_SECRET, FOYER_PUBLIC_URL: url, DATABASE_POOL: '5' }))
  const all: { authorization: string }[] = []
  for (let n = 0; n < CUSTOMERS; n++) {
    const { userId, headers } = await signedIn(house)
    await house.db.transaction(tx => grantWelcomePoints(tx, userId, 100_000_000))
    all.push(headers)
  }
  await house.close()
  return all
}

/** Those who pay at the stand-ins. `isSilent`: the notice of it is lost. */
function payers(stripe: StripeServer, alipay: AlipayServer, url: string) {
  const silent = new Set<string>()
  alipay.deliverAll(true)
  stripe.account.onEvent = (event) => {
    const { client_reference_id: paymentId } = event.data.object as { client_reference_id?: string }
    // A session's event is enough; what is lost is lost with all that speaks of it.
    if (paymentId && !silent.has(paymentId)) void stripe.deliver(event, `${url}/api/payments/notices/stripe`).catch(() => {})
  }
  return {
    pay: async (method: 'stripe' | 'alipay', { paymentId, redirectUrl }: PayReply, isSilent: boolean) => {
      if (isSilent) silent.add(paymentId)
      if (method === 'stripe') stripe.account.pay(redirectUrl!.split('/').at(-1)!)
      else alipay.account.pay(alipay.open(redirectUrl!))
    }
  }
}

/** Looks at the app's memory and at what waits in the database every two seconds. */
function watchApp(db: Database, pid: number) {
  const memory: number[] = []
  let outboxSeconds = 0, mailSeconds = 0
  const timer = setInterval(() => {
    void residentMB(pid).then(mb => memory.push(mb)).catch(() => {})
    void db.execute<{ news: string | null, mail: string | null }>(sql`select
      (select extract(epoch from now() - min(created_at)) from outbox where delivered_at is null and not_before <= now()) as news,
      (select extract(epoch from now() - min(not_before)) from deliveries where state = 'waiting' and not_before <= now()) as mail`).then(([row]) => {
      outboxSeconds = Math.max(outboxSeconds, Number(row!.news ?? 0))
      mailSeconds = Math.max(mailSeconds, Number(row!.mail ?? 0))
    }).catch(() => {})
  }, 2_000)
  return {
    stop: async () => {
      clearInterval(timer)
      const third = Math.max(1, Math.floor(memory.length / 3))
      const [rows] = await db.execute<{ dead: string }>(sql`select coalesce(100.0 * sum(n_dead_tup) / nullif(sum(n_live_tup + n_dead_tup), 0), 0) as dead from pg_stat_user_tables`)
      return { outboxSeconds: round(outboxSeconds), mailSeconds: round(mailSeconds), firstMB: Math.max(0, ...memory.slice(0, third)), lastMB: Math.max(0, ...memory.slice(-third)), deadPercent: round(Number(rows!.dead)) }
    }
  }
}

/** Waits until the house has found out about all of them, five minutes at most (P-11). @returns the s that it took, or `never` */
async function untilPaid(db: Database, ids: string[]): Promise<number | string> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < 300_000) {
    const [row] = await db.execute<{ left: string }>(sql`select count(*) as left from orders where id = any(${sql.param(`{${ids.join(',')}}`)}::uuid[]) and state = 'pending'`)
    if (Number(row!.left) === 0) return round((performance.now() - startedAt) / 1000)
    await pause(1_000)
  }
  return 'never'
}
