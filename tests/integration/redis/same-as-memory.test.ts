import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Hold, HoldStore, SeatTruth } from '#server/domain/inventory/hold-store.ts'
import { type RedisConnection, createRedis } from '#server/gateways/redis/connect.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { MemoryHoldStore } from '#server/gateways/redis/memory/hold-store.ts'
import { newId } from '#shared/ids/id.ts'
import { SeatFlag, type SeatingPlan } from '#shared/seating/plan.ts'
import { sidesOf } from '#shared/seating/single-seats.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { bestOf, oddHall, placesOf, tableHall } from './best-places.ts'

let server: RedisServer
let connection: RedisConnection

beforeAll(async () => {
  server = await startRedisServer()
  connection = createRedis({ kind: 'tcp', url: server.url })
})

afterAll(async () => {
  await connection?.close()
  await server?.stop()
})

/** One step of anybody: what is done to a store, and what is comparable of its answer. */
type Step = (store: HoldStore, sessionId: string) => Promise<unknown>

const later = Date.now() + 3_600_000
const token = fc.constantFrom('one', 'two', 'three')
const rows = oddHall(2)
rows.seats.flags.set([SeatFlag.accessible, SeatFlag.companion], 4)
rows.seats.category.set([1, 1], 8)
const seat = fc.integer({ min: 0, max: 19 })
const bestIn = (hall: SeatingPlan) => fc.record({ count: fc.integer({ min: 1, max: 6 }), needsAccessible: fc.boolean(), isOpened: fc.boolean() })
  .map(({ count, needsAccessible, isOpened }) => bestOf(hall, count, { needsAccessible, ...(isOpened && { openedLines: hall.categories.map(({ key }) => `an opened seat of ${key}`) }) }))
const areaKey = fc.constantFrom('floor', 'ring', 'nowhere')
const place = fc.record({ areaKey, ticketTypeId: fc.constantFrom('adult', 'child'), quantity: fc.integer({ min: 1, max: 3 }), line: fc.constantFrom('', 'x\ny') })
const truth: fc.Arbitrary<SeatTruth> = fc.record({
  seatIndex: seat, state: fc.constantFrom('free' as const, 'pending' as const, 'sold' as const, 'kept' as const, 'open' as const), seq: fc.integer({ min: 1, max: 9 }), untilMs: fc.constantFrom(later, 1)
})
const areaTruth = fc.record({ areaKey: fc.constantFrom('floor', 'ring'), capacity: fc.integer({ min: 0, max: 8 }), taken: fc.integer({ min: 0, max: 8 }), seq: fc.integer({ min: 1, max: 9 }) })

const stepIn = (hall: SeatingPlan): fc.Arbitrary<Step> => fc.oneof(
  { weight: 4, arbitrary: fc.record({ token, seats: fc.array(seat, { maxLength: 4 }), openedSeats: fc.array(seat, { maxLength: 2 }), areas: fc.array(place, { maxLength: 2 }), personKey: fc.constantFrom('user:1', 'visitor:2'), requestHash: fc.constantFrom('', 'a', 'b', '+c', '+d'), best: fc.option(bestIn(hall), { nil: undefined }), isGuarded: fc.boolean() })
    .map(({ isGuarded, ...ask }): Step => async (store, sessionId) => {
      const singles = isGuarded ? { sides: sidesOf(hall, [...new Set(ask.seats)]), places: placesOf(hall) } : undefined
      const outcome = await store.hold({ ...ask, singles, sessionId, perPersonLimit: 9, ttlMs: 3_600_000, seats: ask.seats.map((seatIndex, n) => ({ seatIndex, line: `${n}` })) })
      return outcome.ok ? { ...timeless(outcome.hold), picked: outcome.picked } : outcome
    }) },
  token.map((token): Step => async (store, sessionId) => timeless(await store.read(sessionId, token))),
  fc.record({ token, what: fc.option(fc.record({ seats: fc.array(seat), areaKeys: fc.array(areaKey) }, { requiredKeys: [] }), { nil: undefined }) })
    .map(({ token, what }): Step => async (store, sessionId) => timeless(await store.release(sessionId, token, what))),
  token.map((token): Step => async (store, sessionId) => {
    const outcome = await store.extend(sessionId, token, 1000)
    return outcome.ok ? timeless(outcome.hold) : outcome
  }),
  token.map((token): Step => async (store, sessionId) => timeless(await store.beginOrder(sessionId, token, 1000))),
  token.map((token): Step => (store, sessionId) => store.endOrder(sessionId, token)),
  fc.record({ seats: fc.array(truth, { maxLength: 3 }), areas: fc.array(areaTruth, { maxLength: 2 }) })
    .map((news): Step => (store, sessionId) => store.tell(sessionId, news)),
  fc.record({ seats: fc.array(truth, { maxLength: 3 }), areas: fc.array(areaTruth, { maxLength: 2 }), offSaleSeats: fc.array(seat, { maxLength: 2 }) })
    .map((news): Step => (store, sessionId) => store.warm(sessionId, news))
)

function timeless(hold: Hold | null) {
  return hold && { ...hold, sessionId: '', expiresAtMs: 0, remainingMs: 0 }
}

/** What a visitor sees, and what a watcher who came before the step is told. */
async function view(store: HoldStore, sessionId: string, since: number) {
  const snapshot = await store.snapshot(sessionId)
  const changes = await store.changesSince(sessionId, since)
  return {
    version: snapshot?.version ?? 0,
    seen: { seats: snapshot?.seats, areas: snapshot?.areas, told: typeof changes === 'string' ? changes : { seats: changes.seats, areas: changes.areas } }
  }
}

it.each([['rows', rows], ['tables that are sold whole', tableHall()]])('the in-process store does what the scripts in Redis do, step by step, in a hall of %s', { timeout: 120_000 }, async (_, hall) => {
  const [memory, redis] = [new MemoryHoldStore(), createHoldStore(connection)]
  await fc.assert(fc.asyncProperty(fc.array(stepIn(hall), { minLength: 1, maxLength: 25 }), async (steps) => {
    const sessionId = newId()
    let versions = { memory: 0, redis: 0 }
    for (const take of steps) {
      expect(await take(memory, sessionId)).toEqual(await take(redis, sessionId))
      const inMemory = await view(memory, sessionId, versions.memory)
      const inRedis = await view(redis, sessionId, versions.redis)
      expect(inMemory.seen).toEqual(inRedis.seen)
      versions = { memory: inMemory.version, redis: inRedis.version }
    }
  }), { numRuns: 300 })
})
