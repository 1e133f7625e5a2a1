import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import type { House } from '#server/house.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, openTestHouse, person } from '#tests/support/house.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { type BuyerLog, buyWhatIsLeft, inParallel, runSeatSale, runStandingSale } from '#tests/support/sale-run.ts'

/** FOYER_FULL=1 runs the sizes of ACCEPTANCE.md; otherwise a fifth of them, which is enough to lose seats when a guard is off. */
const scale = process.env.FOYER_FULL === '1' ? 1 : 0.2

describe.each(['memory', 'redis-server'] as const)('a sale with holds in %s', (store) => {
  let redis: RedisServer | undefined
  let house: House

  beforeAll(async () => {
    redis = store === 'redis-server' ? await startRedisServer() : undefined
    house = await openTestHouse(redis ? { REDIS_URL: redis.url } : {})
  })
  afterAll(async () => {
    await house.close()
    await redis?.stop()
  })

  it('T-01: reserved seats never oversell, and every buyer who was told so has his tickets', async () => {
    const seatCount = 1_000 * scale
    const session = await givenSession(house.db, { rows: seatCount / 20, seatsPerRow: 20 })
    const logs = await runSeatSale(house, session, seatCount, { buyers: 10_000 * scale, abandon: 0.3, parallel: 100, seed: 42 })
    expect(logs.flatMap(l => l.refusals)).toContain('seat-taken')
    logs.push(...await buyWhatIsLeft(house, session))
    expect(await soldSeats(house, session.sessionId)).toBe(seatCount)
    await expectAllKept(house, logs)
    expect(await broken(house)).toEqual([])
  }, 600_000)

  it('T-02: a standing area sells exactly its capacity out of one row', async () => {
    const capacity = 1_000 * scale
    const session = await givenSession(house.db, { rows: 0, standingCapacity: capacity })
    const logs = await runStandingSale(house, session, { buyers: 10_000 * scale, parallel: 100, seed: 7 })
    const taken = await one(house, sql`select taken as n from standing_stock where session_id = ${session.sessionId}`)
    expect(taken).toBe(capacity)
    await expectAllKept(house, logs)
    expect(await broken(house)).toEqual([])
  }, 600_000)

  it('T-03: the last place goes to exactly one of 200 who ask at once, every time', async () => {
    for (let round = 0; round < 500 * scale / 10; round++) {
      const session = await givenSession(house.db, { rows: 1, seatsPerRow: 1 })
      const answers = await Promise.allSettled(Array.from({ length: 200 }, async (_, n) => {
        const buyer = person(house)
        const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
        return await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(n) })
      }))
      expect(answers.filter(a => a.status === 'fulfilled')).toHaveLength(1)
    }
  }, 300_000)

  it('T-05: orders of several seats are atomic, whichever overlap and in whichever order', async () => {
    const session = await givenSession(house.db, { rows: 5, seatsPerRow: 20, perPersonLimit: 8 })
    const logs = await runSeatSale(house, session, 100, { buyers: 500, abandon: 0, parallel: 250, seed: 5 })
    await expectAllKept(house, logs)
    const partial = await one(house, sql`select count(*) as n from orders o where o.session_id = ${session.sessionId} and o.state = 'paid'
      and (select count(*) from claims c where c.order_id = o.id and c.state = 'sold') <> (select count(*) from order_lines l where l.order_id = o.id)`)
    expect(partial).toBe(0)
    expect(await broken(house)).toEqual([])
  }, 120_000)

  it('T-06: best available refuses nobody while seats fit, however many ask at once', async () => {
    const session = await givenSession(house.db, { rows: 100 * scale, seatsPerRow: 40 })
    const parties = Array.from({ length: 1_500 * scale }, (_, n) => 1 + n % 4)
    const refusals: string[] = []
    await inParallel(parties, 160, async (count) => {
      await holdSeats(house, person(house), session.sessionId, { bestAvailable: { count } }).catch((error: { code: string }) => refusals.push(error.code))
    })
    expect(refusals).toEqual([])
  }, 120_000)

  it('one person cannot pass the limit by asking 50 times at once', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 4 })
    const { userId } = await givenCustomer(house.db)
    await inParallel(Array.from({ length: 50 }, (_, seat) => seat), 50, async (seat) => {
      const buyer = person(house, userId)
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] }).catch(() => null)
      if (hold) await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken }).catch(() => null)
    })
    expect(await one(house, sql`select count(*) as n from claims where session_id = ${session.sessionId} and state <> 'released'`)).toBe(4)
  })
})

async function soldSeats(house: House, sessionId: string): Promise<number> {
  return await one(house, sql`select count(*) as n from tickets where session_id = ${sessionId} and state = 'valid'`)
}

/** I4: what a buyer was told is in the database, entire. */
async function expectAllKept(house: House, logs: BuyerLog[]): Promise<void> {
  const told = logs.flatMap(l => l.bought)
  const kept = await house.db.execute<{ order_id: string, n: string }>(sql`select order_id, count(*) as n from tickets where state = 'valid' group by order_id`)
  const ticketsOf = new Map(kept.map(row => [row.order_id, Number(row.n)]))
  expect(told.filter(t => ticketsOf.get(t.orderId) !== t.places)).toEqual([])
}

async function broken(house: House) {
  return (await checkInvariants(house.db)).filter(i => i.violations > 0)
}

async function one(house: House, query: ReturnType<typeof sql>): Promise<number> {
  const [row] = await house.db.execute<{ n: string }>(query)
  return Number(row!.n)
}
