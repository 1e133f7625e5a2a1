import Redis from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { attemptCounters } from '#drizzle/schema/index.ts'
import type { GroupLimiter, RateLimiter } from '#server/domain/accounts/rate-limiter.ts'
import type { DatabaseConnection } from '#server/gateways/database/connect.ts'
import { type RedisConnection, createRedis } from '#server/gateways/redis/connect.ts'
import { createRateLimiter } from '#server/gateways/redis/rate-limiter.ts'
import { newId } from '#shared/ids/id.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { type UpstashBridge, startUpstashBridge } from '#tests/support/upstash-bridge.ts'
import { range } from './helpers.ts'

/** As a house derives one from its secret. */
const NAME_KEY = Buffer.alloc(32, 7)

describe('the rate limiter', () => {
  let database: DatabaseConnection
  let server: RedisServer
  let bridge: UpstashBridge
  let connections: Record<'memory' | 'tcp' | 'upstash', RedisConnection>

  beforeAll(async () => {
    database = await openNewDatabase()
    server = await startRedisServer()
    bridge = await startUpstashBridge(server.url)
    connections = {
      memory: createRedis({ kind: 'memory' }),
      tcp: createRedis({ kind: 'tcp', url: server.url }),
      upstash: createRedis({ kind: 'upstash', url: bridge.url, token: bridge.token })
    }
  })

  afterAll(async () => {
    for (const connection of Object.values(connections ?? {})) await connection.close()
    await bridge?.stop()
    await server?.stop()
    await database?.close()
  })

  function limiterOver(kind: keyof typeof connections): GroupLimiter {
    return createRateLimiter(connections[kind], database.db, NAME_KEY)
  }

  async function allowedOf(limiter: RateLimiter, key: string, tries: number, windowSeconds: number): Promise<number> {
    const outcomes = await Promise.all(range(tries).map(() => limiter.hit(key, 5, windowSeconds)))
    for (const outcome of outcomes.filter(outcome => !outcome.allowed)) {
      expect(outcome.retryAfterSeconds).toBeGreaterThan(0)
      expect(outcome.retryAfterSeconds).toBeLessThanOrEqual(windowSeconds)
    }
    return outcomes.filter(outcome => outcome.allowed).length
  }

  for (const kind of ['memory', 'tcp', 'upstash'] as const) {
    it(`D-05: allows as many tries at once as the limit says, and says when to come back (${kind})`, async () => {
      const limiter = limiterOver(kind)
      expect(await allowedOf(limiter, newId(), 20, 60)).toBe(5)
      expect(await allowedOf(limiter, newId(), 5, 60)).toBe(5)
      expect(await database.db.select().from(attemptCounters)).toEqual([])
    })

    it(`D-05: slides: allows again as tries leave the window, not before (${kind})`, async () => {
      const limiter = limiterOver(kind)
      const key = newId()
      const start = performance.now()
      expect(await allowedOf(limiter, key, 6, 1)).toBe(5)
      await vi.waitUntil(async () => (await limiter.hit(key, 5, 1)).allowed, { timeout: 5000 })
      expect(performance.now() - start).toBeGreaterThan(990)
    })
  }

  it('D-05: lets no more through around the end of a window, and no more in two processes than in one', async () => {
    const other = createRedis({ kind: 'tcp', url: server.url })
    const limiters = [limiterOver('tcp'), createRateLimiter(other, database.db, NAME_KEY)]
    const key = newId()
    const allowed: { before: number, after: number }[] = []
    // As fast as it goes, over the ends of several windows of a second.
    for (let n = 0; allowed.length < 16; n++) {
      const before = performance.now()
      if ((await limiters[n % 2]!.hit(key, 5, 1)).allowed) allowed.push({ before, after: performance.now() })
    }
    // From before a try was counted until after the fifth following it was, the window passes at least once.
    for (const [n, sixth] of allowed.slice(5).entries()) expect(sixth.after - allowed[n]!.before).toBeGreaterThan(999)
    await other.close()
  })

  for (const kind of ['memory', 'tcp', 'upstash'] as const) {
    it(`counts a try in several windows at once, or in none where one of them is full (${kind})`, async () => {
      const limiter = limiterOver(kind)
      const group = newId()
      const person = (name: string) => ({ key: `person:${name}`, limit: 3, windowSeconds: 60 })
      const office = { key: 'office', limit: 4, windowSeconds: 600 }
      const tries = await Promise.all(range(8).map(() => limiter.hitAll(group, [person('ann'), office])))
      expect(tries.filter(t => t.refusedBy === null)).toHaveLength(3)
      for (const refused of tries.filter(t => t.refusedBy !== null)) expect(refused).toMatchObject({ refusedBy: 0 })
      expect(await limiter.hitAll(group, [person('bob'), office])).toEqual({ refusedBy: null, retryAfterSeconds: 0 })
      // Ann was refused five times, and the office has been counted for none of them; now it is full too, and says so.
      const full = await limiter.hitAll(group, [person('bob'), office])
      expect(full.refusedBy).toBe(1)
      expect(full.retryAfterSeconds).toBeGreaterThan(590)
      expect((await limiter.hitAll(group, [person('ann'), office])).refusedBy, 'the longer wait is told').toBe(1)
      // Who was refused by the office has not used up his own.
      for (let i = 0; i < 2; i++) expect((await limiter.hitAll(group, [person('bob')])).refusedBy).toBe(null)
      expect((await limiter.hitAll(group, [person('bob')])).refusedBy).toBe(0)
    })

    it(`remembers a note without refusing anything by it (${kind})`, async () => {
      const limiter = limiterOver(kind)
      const group = newId()
      const pace = { key: 'pace', limit: 1, windowSeconds: 60 }
      for (let i = 0; i < 3; i++) expect((await limiter.hitAll(group, [{ ...pace, isNote: true }])).refusedBy).toBe(null)
      expect((await limiter.hitAll(group, [pace])).refusedBy).toBe(0)
      expect((await limiter.hitAll(newId(), [pace])).refusedBy, 'of another group').toBe(null)
    })
  }

  it('asks Redis once for all windows of a try', async () => {
    const limiter = limiterOver('tcp')
    const windows = range(4).map(n => ({ key: `window-${n}`, limit: 5, windowSeconds: 60 }))
    await limiter.hitAll(newId(), windows)
    const before = await scriptCalls()
    await limiter.hitAll(newId(), windows)
    expect(await scriptCalls() - before).toBe(1)
  })

  async function scriptCalls(): Promise<number> {
    const client = new Redis(server.url)
    const stats = await client.info('commandstats')
    client.disconnect()
    return ['eval', 'evalsha'].reduce((sum, name) => sum + Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0), 0)
  }

  it('F-04: counts in Postgres while Redis hangs or is gone, answers in time, and never opens', async () => {
    const limiters = [limiterOver('tcp'), limiterOver('upstash')]
    await Promise.all(limiters.map(limiter => limiter.hit(newId(), 5, 60)))

    server.pause()
    for (const limiter of limiters) {
      const start = performance.now()
      expect(await allowedOf(limiter, newId(), 12, 60)).toBe(5)
      // The first of twelve waits for Redis, not each of them: that would be eight seconds.
      expect(performance.now() - start).toBeLessThan(5_000)
    }
    server.resume()
    await server.kill()
    for (const limiter of limiters) expect(await allowedOf(limiter, newId(), 12, 60)).toBe(5)
    expect((await database.db.select().from(attemptCounters)).map(row => row.count)).toEqual([6, 6, 6, 6])

    const key = newId()
    await limiters[0]!.hit(key, 1, 1)
    await vi.waitUntil(async () => (await limiters[0]!.hit(key, 1, 1)).allowed, { timeout: 5000 })
    await server.start()
  })
})
