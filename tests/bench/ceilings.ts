import { sql } from 'drizzle-orm'
import Redis from 'ioredis'
import postgres from 'postgres'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { createRedis } from '#server/gateways/redis/connect.ts'
import { newId } from '#shared/ids/id.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { BenchClient } from './lib/http-client.ts'
import { closedLoop } from './lib/measure.ts'
import type { Stage } from './lib/stage.ts'

export interface Ceilings {
  /** Requests a second of a route that does nothing, on the same server. */
  noOpRoute: number
  /** Holds a second of the bare script, without HTTP. */
  holdScript: number
  /** PINGs a second over the same kind of connections: what Redis and the driver cost before any script. */
  redisPing: number
  /** Orders a second of the same SQL straight through the driver: different seats, so nobody waits for a row. */
  orderSql: number
  /** The same SQL on one counter: everybody waits for one row. */
  hotRowSql: number
}

const MS = 4_000

/** What this machine can do at best, in the same run: figures mean little without it. */
export async function measureCeilings(stage: Stage): Promise<Ceilings> {
  const client = new BenchClient(stage.app.url, 64)
  const noOpRoute = await closedLoop(64, MS, () => client.send('GET', '/api/version'))
  client.close()
  const ping = new Redis(stage.redis.url)
  const redisPing = await closedLoop(64, MS, () => ping.ping())
  ping.disconnect()
  const holdScript = await bareHolds(stage)
  const { orderSql, hotRowSql } = await bareOrders(stage)
  return { noOpRoute, holdScript, redisPing, orderSql, hotRowSql }
}

async function bareHolds(stage: Stage): Promise<number> {
  const connection = createRedis({ kind: 'tcp', url: stage.redis.url })
  const store = createHoldStore(connection)
  const sessionId = newId()
  await store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [] })
  let seat = 0
  const rate = await closedLoop(64, MS, () => {
    seat++
    return store.hold({ sessionId, token: `bench-${seat}`.padEnd(24, 'x'), personKey: `visitor:${seat}`, perPersonLimit: 6, ttlMs: 60_000, requestHash: '', seats: [{ seatIndex: seat, line: '{}' }], areas: [] })
  })
  await connection.close()
  return rate
}

async function bareOrders(stage: Stage): Promise<{ orderSql: number, hotRowSql: number }> {
  const session = await givenSession(stage.database.db, { rows: 1, seatsPerRow: 1, standingCapacity: 10_000_000 })
  const client = postgres(stage.databaseUrl, { max: 20, onnotice: () => {} })
  let seat = 1_000
  const order = async (isHot: boolean) => {
    const orderId = newId()
    const lineId = newId()
    const mine = seat++
    await client.begin(async (tx) => {
      await Promise.all([
        tx`insert into orders (id, reference, session_id, guest_secret_hash, contact_email, contact_name, locale, person_key, total_minor, currency, hold_hash, expires_at)
           values (${orderId}, ${orderId}, ${session.sessionId}, 'x', 'a@example.org', 'A', 'en', ${orderId}, 38000, 'CNY', ${orderId}, now() + interval '10 minutes')`,
        tx`insert into order_lines (id, order_id, ticket_type_id, seat_index, area_key, quantity, unit_price_minor, labels)
           values (${lineId}, ${orderId}, ${isHot ? session.standingTypeId : session.seatTypeId}, ${isHot ? null : mine}, ${isHot ? 'floor' : null}, 1, 38000, '{}')`,
        tx`insert into audit_log (actor, action, subject_type, subject_id, to_state) values ('bench', 'order.pending', 'order', ${orderId}, 'pending')`,
        tx`insert into outbox (topic, key, payload) values ('bench', ${orderId}, '{}')`,
        isHot
          ? tx`update standing_stock set taken = taken + 1 where session_id = ${session.sessionId} and area_key = 'floor' and taken + 1 <= capacity`
          : tx`insert into claims (session_id, seat_index, order_id, order_line_id) values (${session.sessionId}, ${mine}, ${orderId}, ${lineId}) on conflict do nothing`
      ])
    })
  }
  const orderSql = await closedLoop(20, MS, () => order(false))
  const hotRowSql = await closedLoop(20, MS, () => order(true))
  await client.end()
  // These orders have no place in the invariants that the scenarios end with.
  await stage.database.db.execute(sql`delete from claims where session_id = ${session.sessionId}`)
  await stage.database.db.execute(sql`delete from order_lines where order_id in (select id from orders where session_id = ${session.sessionId})`)
  await stage.database.db.execute(sql`delete from orders where session_id = ${session.sessionId}`)
  await stage.database.db.execute(sql`update standing_stock set taken = 0 where session_id = ${session.sessionId}`)
  return { orderSql, hotRowSql }
}
