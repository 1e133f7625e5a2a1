import { describe, expect, it, vi } from 'vitest'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { inParallel, randomInt, range } from '../helpers.ts'
import type { Bench } from './bench.ts'

/** What watchers are told. */
export function feed(bench: Bench) {
  const { session, ask, held, statuses } = bench

  describe('the feed', () => {
    it('tells a watcher the last state of each seat that changed, once', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 5, taken: 0, seq: 1 }] })
      const before = (await bench.store.snapshot(sessionId))!.version
      const hold = await held(sessionId, [1, 2], { areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: 'x' }] })
      await bench.store.release(sessionId, hold.token, { seats: [2] })
      await bench.store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'sold', seq: 1 }], areas: [] })
      const changes = await bench.store.changesSince(sessionId, before)
      expect(changes).toMatchObject({ seats: [[1, SeatStatus.sold], [2, SeatStatus.free]], areas: { floor: { capacity: 5, free: 3 } } })
      const { version } = changes as { version: number }
      expect(version).toBeGreaterThan(before)
      expect(await bench.store.changesSince(sessionId, version)).toEqual({ version, seats: [], areas: {} })
    })

    it('lets a watcher who follows it end with what a snapshot says', async () => {
      const sessionId = await session()
      const seen = new Map<number, number>()
      let version = (await bench.store.snapshot(sessionId))!.version
      const follow = async () => {
        const changes = await bench.store.changesSince(sessionId, version)
        if (changes === 'gap' || changes === 'cold') throw new Error(changes)
        expect(changes.version).toBeGreaterThanOrEqual(version)
        version = changes.version
        for (const [seat, status] of changes.seats) seen.set(seat, status)
      }
      await Promise.all([
        inParallel(range(100), 8, async n => {
          const outcome = await ask(sessionId, [randomInt(0, 20), randomInt(0, 20)], { personKey: `user:${n}` })
          if (outcome.ok && n % 3) await bench.store.release(sessionId, outcome.hold.token)
        }),
        inParallel(range(20), 1, follow)
      ])
      await follow()
      expect(Object.fromEntries([...seen].filter(([, status]) => status !== SeatStatus.free))).toEqual(await statuses(sessionId))
    })

    it('frees what ran out when watchers ask, and tells them', async () => {
      const sessionId = await session()
      await held(sessionId, [1], { ttlMs: 60 })
      const { version } = (await bench.store.snapshot(sessionId))!
      await vi.waitUntil(async () => {
        const changes = await bench.store.changesSince(sessionId, version)
        return typeof changes === 'object' && changes.seats.some(([seat, status]) => seat === 1 && status === SeatStatus.free)
      })
    })

    it('hints at each change to those who watch that session, unless its transport cannot', async () => {
      const [sessionId, other] = [await session(), await session()]
      const heard: string[] = []
      const hints = bench.store.onChange(sessionId, () => heard.push('watched'))
      const others = bench.store.onChange(other, () => heard.push('other'))
      if (!bench.under.givesHints) return expect(hints.areHeard()).toBe(false)
      await vi.waitUntil(() => hints.areHeard())
      await held(sessionId, [1])
      await vi.waitUntil(() => heard.length > 0)
      hints.stop()
      await held(sessionId, [2])
      await vi.waitUntil(() => others.areHeard())
      await held(other, [1])
      await vi.waitUntil(() => heard.includes('other'))
      expect(heard).toEqual(['watched', 'other'])
    })

    it('sends a watcher who missed too much, or comes from nowhere, to the snapshot', { timeout: 120_000 }, async () => {
      const sessionId = await session()
      const { version } = (await bench.store.snapshot(sessionId))!
      for (const strange of [0, 1, -5, 1.5, Number.NaN, version + 1, 2 ** 60]) expect(await bench.store.changesSince(sessionId, strange)).toBe('gap')
      await inParallel(range(2400), bench.under.width, seq => bench.store.tell(sessionId, { seats: [{ seatIndex: 1, state: seq % 2 ? 'sold' : 'free', seq }], areas: [] }))
      expect(await bench.store.changesSince(sessionId, version)).toBe('gap')
    })
  })
}
