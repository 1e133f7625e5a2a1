import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { events } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { cancelEvent } from '#server/domain/publishing/index.ts'
import { runsOfEvent } from '#server/domain/refunds/index.ts'
import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { givenManyOrders } from '#tests/support/many-orders.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { until } from '#tests/support/until.ts'

/** FOYER_FULL=1: as many orders as ACCEPTANCE.md says. */
const full = process.env.FOYER_FULL === '1'
const ORDERS = full ? 10_000 : 1_200
const KILLS = full ? 5 : 3
/** Each tenth order was free: nothing goes back for it. */
const PAID = ORDERS * 0.9
const MINUTES = 60_000

let postgres: TestPostgres
let database: DatabaseConnection
let databaseUrl: string
let session: TestSession
let apps: TestApp[]

beforeEach(async () => {
  postgres = await startPostgres({ fsync: true })
  databaseUrl = await postgres.createDatabase()
  database = connectDatabase(databaseUrl, { pool: 3 })
  session = await givenSession(database.db, { rows: Math.ceil(ORDERS / 40), seatsPerRow: 40 })
  await givenManyOrders(database.db, session, ORDERS)
  apps = []
})
afterEach(async () => {
  await Promise.all(apps.map(app => app.kill9()))
  await database.close(1)
  await postgres.stop()
})

const openApp = async () => void apps.push(await startApp({ env: { DATABASE_URL: databaseUrl, FOYER_DEMO: '1' } }))
const run = async () => (await runsOfEvent(database.db, session.eventId))[0]!

describe('a show that is called off', () => {
  it('W-06: gives everybody his money back once, though the process that does it is killed again and again', async () => {
    const [event] = await database.db.select({ userId: events.createdBy }).from(events).where(eq(events.id, session.eventId))
    await openApp()
    await cancelEvent(database, { userId: event!.userId, role: 'publisher' }, session.eventId, { reason: 'The roof is gone.' })
    for (let kill = 1; kill <= KILLS; kill++) {
      // In the middle of it: some orders are over, the rest is not.
      await until(`the run is at kill ${kill}`, async () => (await run()).orders.ended >= kill * ORDERS / (KILLS + 2), 5 * MINUTES)
      await apps.pop()!.kill9()
      const { orders } = await run()
      expect(orders.ended).toBeLessThan(ORDERS)
      expect(orders.ended + orders.left, 'progress counts every order, done or left').toBe(ORDERS)
      await openApp()
    }
    await until('every order has ended', async () => (await run()).orders.left === 0, 10 * MINUTES)
    await until('all of the money is back', async () => (await run()).money[0]!.waiting.refunds === 0, 15 * MINUTES)
    expect(await run()).toMatchObject({ orders: { ended: ORDERS, left: 0, atBank: 0, stuck: 0, unpaid: 0 }, money: [{ done: { refunds: PAID, amount: { amountMinor: PAID * 38_000 } }, failed: { refunds: 0 } }] })

    const [counts] = await database.db.execute<Record<string, number>>(sql`
      select (select count(*)::int from orders where state = 'refunded') as refunded, (select count(*)::int from refunds) as refunds, (select count(distinct order_id)::int from refunds) as orders,
        (select count(*)::int from sandbox_refunds) as sent, (select count(distinct payment_id)::int from sandbox_refunds) as payments, (select count(*)::int from tickets where state <> 'refunded') as tickets,
        (select count(*)::int from claims where state <> 'released') as seats, (select count(distinct key)::int from outbox where topic = 'notice' and key like 'session-cancelled:%') as told`)
    expect(counts).toEqual({ refunded: ORDERS, refunds: PAID, orders: PAID, sent: PAID, payments: PAID, tickets: 0, seats: 0, told: ORDERS })
    expect((await checkInvariants(database.db)).filter(i => i.violations > 0)).toEqual([])
  }, 40 * MINUTES)
})
