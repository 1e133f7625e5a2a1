import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { and, eq, like } from 'drizzle-orm'
import { auditLog } from '#drizzle/schema/index.ts'
import { holdSeats, sessionStatus } from '#server/domain/inventory/index.ts'
import { grantWelcomePoints } from '#server/domain/payments/index.ts'
import { type House, openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'
import { inParallel, randomInt, range } from '#tests/integration/redis/helpers.ts'
import { foyerForTests } from '#tests/integration/queue/foyer.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { signedIn } from '#tests/support/signed-in.ts'
import { until } from '#tests/support/until.ts'

const ON = { FOYER_HOLD_BRAKES: 'on' }

describe('brakes on holds', () => {
  let redis: RedisServer
  let one: House, other: House

  beforeAll(async () => {
    redis = await startRedisServer()
    const opened = await openTestHouse({ REDIS_URL: redis.url, ...ON })
    one = opened
    // A second process of the same house.
    other = openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: opened.databaseUrl, FOYER_SECRET: TEST_SECRET, REDIS_URL: redis.url, ...ON }))
  })
  afterAll(async () => {
    await one.close()
    await other.close()
    await redis.stop()
  })

  it('D-06: 50,000 holds by 100 accounts from five addresses take no more than half of the hall, over both processes, and others still buy', { timeout: 300_000 }, async () => {
    const session = await givenSession(one.db, { rows: 50, seatsPerRow: 40, perPersonLimit: 6 })
    const accounts = await Promise.all(range(100).map(() => givenCustomer(one.db)))
    const outcomes = new Map<string, number>()
    await inParallel(range(50_000), 64, async (n) => {
      const house = n % 2 ? one : other
      const camper = { ...person(house, accounts[n % 100]!.userId), network: `203.0.113.${n % 5}` }
      const first = randomInt(0, 1_994)
      const outcome = await holdSeats(house, camper, session.sessionId, { seats: range(6).map(i => ({ seatId: session.seat(first + i) })) }).then(() => 'held', (error: { code?: string }) => error.code ?? 'error')
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    })
    expect([...outcomes.keys()].sort()).toEqual(expect.arrayContaining(['rate-limited']))
    expect(outcomes.get('error') ?? 0).toBe(0)
    const status = await sessionStatus(one, session.sessionId)
    const held = [...unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)].filter(seat => seat === SeatStatus.held).length
    // A tenth of the hall for each of the five addresses at most; the accounts' own limits make it fewer.
    expect(held).toBeLessThanOrEqual(1_000)
    expect(outcomes.get('held') ?? 0).toBeLessThanOrEqual(5 * 33)
    const visitor = { ...person(other), network: '198.51.100.7' }
    expect((await holdSeats(other, visitor, session.sessionId, { bestAvailable: { count: 2 } })).lines).toHaveLength(2)
    const written = await one.db.select().from(auditLog).where(and(eq(auditLog.subjectId, session.sessionId), like(auditLog.action, 'brakes.%')))
    expect(written.length).toBeGreaterThan(0)
    // A flood of refusals is no flood of rows.
    expect(written.length).toBeLessThan(1_000)
  })

  it('leave a family alone that changes its mind, and let it add to what it has', async () => {
    const session = await givenSession(one.db)
    const mother = { ...person(one), network: '198.51.100.8' }
    for (const seat of range(3)) {
      const hold = await holdSeats(one, mother, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
      for (const more of [20, 21]) await holdSeats(one, mother, session.sessionId, { holdToken: hold.holdToken, seats: [{ seatId: session.seat(more + seat * 20) }] }).catch(() => null)
      await one.holds.release(session.sessionId, hold.holdToken)
    }
    expect((await holdSeats(one, { ...person(one), network: '198.51.100.9' }, session.sessionId, { seats: [{ seatId: session.seat(5) }] })).lines).toHaveLength(1)
  })

  it('count the same person in every process, and go on in Postgres while Redis is away', async () => {
    const session = await givenSession(one.db, { rows: 50, seatsPerRow: 40 })
    const camper = person(one)
    const codes: string[] = []
    for (const n of range(22)) {
      const house = n % 2 ? one : other
      codes.push(await holdSeats(house, camper, session.sessionId, { seats: [{ seatId: session.seat(n) }] }).then(async (hold) => {
        await house.holds.release(session.sessionId, hold.holdToken)
        return 'held'
      }, (error: { code: string }) => error.code))
    }
    expect(codes).toEqual([...range(20).map(() => 'held'), 'rate-limited', 'rate-limited'])
  })

  it('the negative control: turned off, the same campers take the hall', async () => {
    const off = openHouse(readSettings({ NODE_ENV: 'test', DATABASE_URL: one.settings.databaseUrl, FOYER_SECRET: TEST_SECRET, REDIS_URL: redis.url }))
    const session = await givenSession(one.db, { rows: 10, seatsPerRow: 20, perPersonLimit: 6 })
    const held = await inParallel(range(33), 16, n => holdSeats(off, { ...person(off), network: '203.0.113.9' }, session.sessionId, { seats: range(6).map(i => ({ seatId: session.seat(n * 6 + i) })) }).then(() => 6, () => 0))
    expect(held.reduce((sum: number, n) => sum + n, 0)).toBe(198)
    await off.close()
    const braked = await givenSession(one.db, { rows: 10, seatsPerRow: 20, perPersonLimit: 6 })
    const codes = await inParallel(range(33), 16, n => refusalCode(holdSeats(one, { ...person(one), network: '203.0.113.10' }, braked.sessionId, { seats: range(6).map(i => ({ seatId: braked.seat(n * 6 + i) })) })).catch(() => 'held'))
    expect(codes.filter(code => code === 'held')).toHaveLength(10)
    expect(codes.filter(code => code === 'rate-limited')).toHaveLength(23)
  })
})

describe('over HTTP', () => {
  const foyer = foyerForTests(async () => ON)

  it('D-06: a forged X-Forwarded-For makes nobody somebody else', async () => {
    const session = await givenSession(foyer.house.db, { rows: 10, seatsPerRow: 20, perPersonLimit: 6 })
    const answers = await Promise.all(range(14).map(n => foyer.somebody().hold(session, n, { 'x-forwarded-for': `198.51.100.${n}, 10.0.0.${n}` })))
    expect(answers.filter(answer => answer.status === 200)).toHaveLength(10)
    for (const answer of answers.filter(answer => answer.status !== 200)) expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
  })

  it('D-07: who holds, orders and pays within a second is held back, keeps his seats, and it is written down; a second later he pays', async () => {
    const session = await givenSession(foyer.house.db, { rows: 50, seatsPerRow: 40 })
    const buyer = await signedIn(foyer.house)
    await foyer.house.db.transaction(tx => grantWelcomePoints(tx, buyer.userId, 1_000_000))
    const bot = foyer.somebody()
    const held = await bot.hold(session, 0, buyer.headers)
    const order = await bot.ask<{ id: string }>('POST /api/orders/create', { sessionId: session.sessionId, holdToken: held.body.holdToken }, buyer.headers)
    expect(order.status).toBe(201)
    const pay = () => bot.ask('POST /api/orders/pay/' + order.body.id, { method: 'points' }, buyer.headers)
    expect(await pay()).toMatchObject({ status: 429, body: { code: 'too-fast' } })
    const written = await foyer.house.db.select().from(auditLog).where(eq(auditLog.subjectId, order.body.id))
    expect(written.map(row => row.action)).toContain('brakes.too-fast')
    await until('a person could have done it', async () => (await pay()).status === 200)
    expect((await pay()).status).toBe(200)
  })

  it('D-07: at one address many take places in line only with accounts of their own', async () => {
    const { session } = await foyer.open()
    const answers = await Promise.all(range(60).map(() => foyer.somebody().join(session.sessionId)))
    const crowded = answers.filter(answer => answer.status === 429)
    expect(crowded.length).toBeGreaterThan(0)
    expect(crowded[0]!.body.code).toBe('address-crowded')
    const { headers } = await signedIn(foyer.house)
    expect((await foyer.somebody().join(session.sessionId, headers)).status).toBe(200)
  })
})
