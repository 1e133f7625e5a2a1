import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { cancelOrder } from '#server/domain/orders/index.ts'
import { distribute } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { TEST_SECRET, openTestHouse } from '#tests/support/house.ts'
import { until } from '#tests/support/until.ts'
import { liveClaims, soldOut, waiting } from './sold-out.ts'

/** FOYER_FULL=1 kills at every table that an offer writes; each process takes seconds to start. */
const TABLES = process.env.FOYER_FULL === '1' ? ['claims', 'orders', 'waiting_offers', 'outbox'] : ['claims', 'waiting_offers']

let house: House & { databaseUrl: string }

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

/** Starts a distributor in a process of its own. */
async function startDistributor(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('distributor-process.ts', import.meta.url)), { env: { PATH: process.env.PATH, NODE_ENV: 'test', DATABASE_URL: house.databaseUrl, FOYER_SECRET: TEST_SECRET } })
  await once(child, 'message')
  return child
}

/** Somebody waits for the lock on `table`: the distributor is in the middle of its transaction. */
async function isStuck(table: string): Promise<boolean> {
  const [row] = await house.db.execute<{ stuck: boolean }>(sql`select exists(select from pg_locks where relation = ${table}::regclass and not granted) as stuck`)
  return row!.stuck
}

it('T-13: a distributor that is killed (-9) in the middle of an offer loses nothing, doubles nothing, and tells nobody of what it did not do', async () => {
  const session = await soldOut(house, { rows: 2, seatsPerRow: 10 })
  const people = await waiting(house, session.sessionId, Array.from({ length: 40 }, () => ({})))
  const toGiveBack = [...session.orders]
  // Where it writes claims, the order, the offer, and the word to the person; each time everything before it is written already.
  for (const table of TABLES) {
    for (const order of toGiveBack.splice(0, 3)) await cancelOrder(house, order.reader, order.orderId)
    let distributor: ChildProcess | undefined
    await house.db.transaction(async (tx) => {
      // A process of its own may take longer to start than a transaction of the house may idle.
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      await tx.execute(sql`lock table ${sql.identifier(table)} in share mode`)
      distributor = await startDistributor()
      await until(`the distributor writes ${table}`, () => isStuck(table))
      distributor.kill('SIGKILL')
      await once(distributor, 'exit')
    })
    expect(distributor!.signalCode).toBe('SIGKILL')
  }
  // What is left is given back while one is at work, and it is killed at whatever it does.
  const last = await startDistributor()
  for (const order of toGiveBack) await cancelOrder(house, order.reader, order.orderId)
  last.kill('SIGKILL')
  await once(last, 'exit')
  await until('nobody holds the list', async () => {
    await distribute(house, session.sessionId)
    return (await liveClaims(house, session.sessionId)).every(claim => claim.entry)
  })

  const claims = await liveClaims(house, session.sessionId)
  expect(claims.map(claim => claim.seat)).toEqual(Array.from({ length: 20 }, (_, seat) => seat))
  expect(new Set(claims.map(claim => claim.entry))).toEqual(new Set(people.slice(0, 20)))
  await deliverNews(house)
  const [told] = await house.db.execute<{ offers: number, mails: number, people: number }>(sql`
    select (select count(*)::int from waiting_offers where session_id = ${session.sessionId}) as offers, count(*)::int as mails, count(distinct d.address)::int as people
    from deliveries d join waiting_entries w on w.email = d.address where w.session_id = ${session.sessionId} and d.kind = 'waiting-offer'`)
  expect(told).toEqual({ offers: 20, mails: 20, people: 20 })
  expect((await checkInvariants(house.db)).filter(i => i.violations > 0)).toEqual([])
}, 120_000)
