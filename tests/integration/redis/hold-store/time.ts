import { describe, expect, it, vi } from 'vitest'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { inParallel, range } from '../helpers.ts'
import type { Bench } from './bench.ts'

/** A hold ends with its time, whoever looks. */
export function time(bench: Bench) {
  const { session, ask, held, statuses } = bench

  describe('time', () => {
    it('T-07: seats of holds that ran out are sold on at once and never early, with nobody sweeping', { timeout: 120_000 }, async () => {
      const sessionId = await session()
      const ttlMs = 2000
      const first = await inParallel(range(bench.under.manyHolds), bench.under.width, async seat => {
        const hold = await held(sessionId, [seat], { personKey: `user:${seat}`, ttlMs })
        return { seat, expiresAtMs: hold.expiresAtMs, dueAt: performance.now() + hold.remainingMs }
      })
      await inParallel(first, bench.under.width, async ({ seat, expiresAtMs, dueAt }) => {
        await vi.waitUntil(() => performance.now() >= dueAt - 20, { interval: 5, timeout: 10_000 })
        const next = await vi.waitUntil(async () => {
          const askedAt = performance.now()
          const outcome = await ask(sessionId, [seat], { personKey: `rival:${seat}`, ttlMs: 60_000 })
          // Not when the seat was taken, which depends on when this machine comes to ask: when it was still refused.
          if (!outcome.ok) expect(askedAt).toBeLessThan(dueAt + 1000)
          return outcome.ok && outcome.hold
        }, { interval: 20, timeout: 10_000 })
        expect(next.expiresAtMs - 60_000).toBeGreaterThanOrEqual(expiresAtMs)
      })
      expect(Object.keys(await statuses(sessionId))).toHaveLength(bench.under.manyHolds)
    })

    it('gives back places and frees the person when a hold runs out', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 5, taken: 0, seq: 1 }] })
      const areas = [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 3, line: 'x' }]
      const hold = await held(sessionId, [1], { areas, ttlMs: 50, perPersonLimit: 4 })
      const next = await vi.waitUntil(async () => {
        const outcome = await ask(sessionId, [2], { areas, perPersonLimit: 4 })
        return outcome.ok && outcome.hold
      })
      expect(next.token).not.toBe(hold.token)
      expect(await bench.store.read(sessionId, hold.token)).toBeNull()
      expect((await bench.store.snapshot(sessionId))!.areas.floor!.free).toBe(2)
      expect(await bench.store.extend(sessionId, hold.token, 1000)).toEqual({ ok: false, reason: 'gone' })
      expect(await bench.store.beginOrder(sessionId, hold.token, 1000)).toBeNull()
    })

    it('copes with very many holds of one area that run out together', { timeout: 120_000 }, async () => {
      const count = bench.under.manyHolds * 2
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: count, taken: 0, seq: 1 }] })
      const areas = [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 1, line: 'x' }]
      const first = await held(sessionId, [], { areas, ttlMs: 3_000 })
      await inParallel(range(count - 1), bench.under.width, n => held(sessionId, [], { areas, ttlMs: Math.max(1, 3000 - n), personKey: `user:n${n}` }))
      const dueAt = performance.now() + first.remainingMs
      await vi.waitUntil(() => performance.now() > dueAt, { interval: 20, timeout: 10_000 })
      await vi.waitUntil(async () => (await bench.store.snapshot(sessionId))!.areas.floor!.free === count, { timeout: 5000 })
    })

    it('extends a hold once', async () => {
      const sessionId = await session()
      const hold = await held(sessionId, [1])
      const extended = await bench.store.extend(sessionId, hold.token, 5000)
      expect(extended).toMatchObject({ ok: true, hold: { extended: true, expiresAtMs: hold.expiresAtMs + 5000 } })
      expect(await bench.store.extend(sessionId, hold.token, 5000)).toEqual({ ok: false, reason: 'extended-before' })
    })

    it('T-08: of an extension at the last moment and another buyer, exactly one wins', { timeout: 120_000 }, async () => {
      const wins = await inParallel(range(40), 10, async n => {
        const sessionId = await session()
        const ttlMs = 120
        const hold = await held(sessionId, [1], { ttlMs })
        const lastMoment = performance.now() + hold.remainingMs - 50 + n * 2.5
        await vi.waitUntil(() => performance.now() >= lastMoment, { interval: 2 })
        const [extension, other] = await Promise.all([bench.store.extend(sessionId, hold.token, 60_000), ask(sessionId, [1], { personKey: 'user:2' })])
        const owner = await bench.store.read(sessionId, hold.token)
        expect(Boolean(owner)).toBe(extension.ok)
        if (extension.ok) expect(other.ok).toBe(false)
        // Who asked for the seat a moment before it fell due may have lost it to time alone.
        else expect(other.ok || (await ask(sessionId, [1], { personKey: 'user:3' })).ok).toBe(true)
        return extension.ok ? 'extension' : 'other'
      })
      expect(wins).toContain('extension')
    })

    it('lets a hold live as long as its order needs, and never shortens it', async () => {
      const sessionId = await session()
      const hold = await held(sessionId, [1], { ttlMs: 10_000 })
      expect((await bench.store.beginOrder(sessionId, hold.token, 1))!.expiresAtMs).toBe(hold.expiresAtMs)
      expect((await bench.store.beginOrder(sessionId, hold.token, 30_000))!.expiresAtMs).toBeGreaterThan(hold.expiresAtMs + 15_000)
    })

    it('frees pending seats when their order falls due', async () => {
      const sessionId = await session()
      const { version } = (await bench.store.snapshot(sessionId))!
      // The store's own clock, from a hold: ours may differ.
      const probe = await held(sessionId, [9], { ttlMs: 300 })
      await bench.store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'pending', seq: 1, untilMs: probe.expiresAtMs }], areas: [] })
      expect((await ask(sessionId, [1], { personKey: 'user:2' })).ok).toBe(false)
      await vi.waitUntil(async () => (await ask(sessionId, [1], { personKey: 'user:2' })).ok)
      expect(await bench.store.changesSince(sessionId, version)).toMatchObject({ seats: [[1, SeatStatus.held], [9, SeatStatus.free]] })
    })
  })
}
