import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HoldStore } from '#server/domain/inventory/hold-store.ts'
import { type RedisConnection, createRedis } from '#server/gateways/redis/connect.ts'
import { createHoldStore } from '#server/gateways/redis/hold-store.ts'
import { newId } from '#shared/ids/id.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'
import { startUpstashBridge } from '#tests/support/upstash-bridge.ts'
import { range } from './helpers.ts'

interface Rig { server: RedisServer, connection: RedisConnection, store: HoldStore, end(): Promise<void> }

const rigs: Record<string, () => Promise<Rig>> = {
  'TCP': async () => {
    const server = await startRedisServer()
    return rig(server, createRedis({ kind: 'tcp', url: server.url }), async () => {})
  },
  'Upstash REST': async () => {
    const server = await startRedisServer()
    const bridge = await startUpstashBridge(server.url)
    return rig(server, createRedis({ kind: 'upstash', url: bridge.url, token: bridge.token }), bridge.stop)
  }
}

function rig(server: RedisServer, connection: RedisConnection, endBridge: () => Promise<void>): Rig {
  const end = async () => {
    await connection.close()
    await endBridge()
    await server.stop()
  }
  return { server, connection, store: createHoldStore(connection), end }
}

for (const [name, open] of Object.entries(rigs)) {
  describe(`when Redis fails, over ${name}`, () => {
    let server: RedisServer
    let store: HoldStore
    let sessionId: string
    let end: () => Promise<void>

    beforeEach(async () => {
      ({ server, store, end } = await open())
      sessionId = newId()
      await warm()
    })

    afterEach(() => end?.())

    const warm = () => store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [] })
    const hold = (seats: number[], token: string, ttlMs = 60_000) => store.hold({
      sessionId, token, ttlMs, personKey: `user:${token}`, perPersonLimit: 10, requestHash: 'asked', areas: [],
      seats: seats.map(seatIndex => ({ seatIndex, line: 'line' }))
    })

    it('is told of changes again when Redis is back, where it is told at all', async () => {
      if (name !== 'TCP') return
      let heard = 0
      const hints = store.onChange(sessionId, () => heard++)
      await vi.waitUntil(() => hints.areHeard())
      await server.kill()
      await vi.waitUntil(() => !hints.areHeard())
      await server.start()
      await vi.waitUntil(() => hints.areHeard(), { timeout: 5_000 })
      await vi.waitUntil(() => warm().then(() => true, () => false), { timeout: 5_000 })
      await vi.waitUntil(() => heard > 0)
    })

    async function expectRefusalsInTime() {
      for (const wave of range(4)) {
        const start = performance.now()
        const outcomes = await Promise.allSettled(range(20).map(n => hold([n], `wave-${wave}-${n}`)))
        expect(performance.now() - start).toBeLessThan(1000)
        for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', data: { retryAfterSeconds: 2 } } })
      }
    }

    async function expectRecovery() {
      const start = performance.now()
      await vi.waitUntil(() => warm().then(() => true, () => false), { timeout: 10_000 })
      expect(performance.now() - start).toBeLessThan(5000)
    }

    it('F-04: answers "unavailable" in less than a second while Redis is gone, and works again when it is back', async () => {
      await server.kill()
      await expectRefusalsInTime()
      await server.start()
      await expectRecovery()
      expect((await hold([1], 'after')).ok).toBe(true)
    })

    it('F-04: the same while Redis hangs with its connections open', async () => {
      server.pause()
      await expectRefusalsInTime()
      server.resume()
      await expectRecovery()
      expect((await hold([1], 'after')).ok).toBe(true)
    })

    it('waits once, not for every call of a request, while Redis hangs', async () => {
      server.pause()
      const start = performance.now()
      for (const _ of range(5)) await expect(store.read(sessionId, 'nobody')).rejects.toMatchObject({ code: 'unavailable' })
      expect(performance.now() - start).toBeLessThan(1000)
      server.resume()
    })

    it('F-05: what was given up while Redis hung is not done when it wakes', async () => {
      const before = (await store.snapshot(sessionId))!.version
      server.pause()
      const outcomes = await Promise.allSettled(range(20).map(n => hold([n], `given-up-${n}`)))
      expect(outcomes.every(outcome => outcome.status === 'rejected')).toBe(true)
      server.resume()
      await expectRecovery()
      for (const n of range(20)) expect(await store.read(sessionId, `given-up-${n}`)).toBeNull()
      const snapshot = (await store.snapshot(sessionId))!
      expect(snapshot.seats).toEqual([])
      expect(snapshot.version).toBeGreaterThanOrEqual(before)
    })

    it('F-05: a holder who slept through his time with Redis is refused, and the next one has the seat', async () => {
      const first = await hold([1], 'sleeper', 1200)
      if (!first.ok) throw new Error('No hold')
      server.pause()
      await vi.waitUntil(() => store.read(sessionId, 'sleeper').then(() => false, () => true))
      const dueAt = performance.now() + first.hold.remainingMs
      await vi.waitUntil(() => performance.now() > dueAt, { interval: 20, timeout: 5000 })
      server.resume()
      const next = await vi.waitUntil(() => hold([1], 'next').catch(() => null), { timeout: 5000 })
      expect(next).toMatchObject({ ok: true })
      expect(await store.beginOrder(sessionId, 'sleeper', 60_000)).toBeNull()
      expect(await store.extend(sessionId, 'sleeper', 60_000)).toEqual({ ok: false, reason: 'gone' })
      expect(await store.release(sessionId, 'sleeper')).toBeNull()
      expect((await store.read(sessionId, 'next'))!.seats).toHaveLength(1)
    })

    it('F-03: a FLUSHALL in the middle of filling does not open a session that lost some of it', async () => {
      const seats = range(30_000).map(seatIndex => ({ seatIndex, state: 'sold' as const, seq: seatIndex + 1 }))
      const filling = store.warm(sessionId = newId(), { seats, areas: [], offSaleSeats: [] })
      await server.flush({ scripts: true })
      await filling
      expect((await store.snapshot(sessionId))!.seats).toHaveLength(30_000)
    })
  })
}

it('starts while Redis is away, and works when it comes', async () => {
  const server = await startRedisServer()
  await server.kill()
  const connection = createRedis({ kind: 'tcp', url: server.url })
  const start = performance.now()
  await expect(connection.redis.get('a')).rejects.toMatchObject({ code: 'unavailable' })
  expect(performance.now() - start).toBeLessThan(1000)
  await server.start()
  await vi.waitUntil(() => connection.redis.set('a', '1').catch(() => false), { timeout: 5000 })
  expect(await connection.redis.get('a')).toBe('1')
  await connection.close()
  await server.stop()
})
