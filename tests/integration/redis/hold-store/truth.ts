import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeatTruth } from '#server/domain/inventory/hold-store.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { type Bench, permutations } from './bench.ts'

/** What Postgres decided, told late or twice. */
export function truth(bench: Bench) {
  const { session, ask, held, statuses } = bench

  describe('truth from Postgres', () => {
    it('turns a hold into an order without a moment in which the seats are free', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 5, taken: 0, seq: 1 }] })
      const hold = await held(sessionId, [1, 2, 3], { areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: 'x' }], perPersonLimit: 5 })
      await bench.store.beginOrder(sessionId, hold.token, 30_000)
      await bench.store.tell(sessionId, {
        seats: [{ seatIndex: 1, state: 'pending', seq: 11, untilMs: hold.expiresAtMs + 60_000 }, { seatIndex: 2, state: 'sold', seq: 12 }],
        areas: [{ areaKey: 'floor', capacity: 5, taken: 2, seq: 13 }]
      })
      expect((await bench.store.snapshot(sessionId))!.areas.floor!.free).toBe(1)
      await bench.store.endOrder(sessionId, hold.token)
      await bench.store.endOrder(sessionId, hold.token)
      expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.held, 2: SeatStatus.sold })
      expect((await bench.store.snapshot(sessionId))!.areas.floor!.free).toBe(3)
      expect(await bench.store.read(sessionId, hold.token)).toBeNull()
      expect((await ask(sessionId, [4, 5, 6, 7, 8], { perPersonLimit: 5 })).ok).toBe(true)
    })

    it('takes a seat from a hold when somebody else bought it', async () => {
      const sessionId = await session()
      const hold = await held(sessionId, [1, 2], { perPersonLimit: 2 })
      await bench.store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'sold', seq: 1 }], areas: [] })
      expect((await bench.store.read(sessionId, hold.token))!.seats.map(seat => seat.seatIndex)).toEqual([2])
      expect((await ask(sessionId, [3], { token: hold.token, requestHash: '', perPersonLimit: 2 })).ok).toBe(true)
      await bench.store.release(sessionId, hold.token)
      expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.sold })
    })

    it('does not free a held seat because an older claim on it ended', async () => {
      const sessionId = await session()
      const hold = await held(sessionId, [1])
      await bench.store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'free', seq: 9 }], areas: [] })
      expect((await bench.store.read(sessionId, hold.token))!.seats).toHaveLength(1)
      expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.held })
    })

    it('ends the same in whatever order and however often the news come', { timeout: 120_000 }, async () => {
      const later = Date.now() + 3_600_000
      const news = fc.array(fc.record({ seatIndex: fc.integer({ min: 0, max: 3 }), state: fc.constantFrom('free' as const, 'pending' as const, 'sold' as const) }), { minLength: 1, maxLength: 8 })
        .map(list => list.map((entry, n) => ({ ...entry, seq: n + 1, untilMs: later })))
      const shuffledNews = news.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })))
      await fc.assert(fc.asyncProperty(shuffledNews, async ([inOrder, shuffled]) => {
        const [one, other] = [await session(), await session()]
        for (const seat of inOrder) await bench.store.tell(one, { seats: [seat], areas: [{ areaKey: 'floor', capacity: 50, taken: seat.seq, seq: seat.seq }] })
        for (const seat of shuffled) await bench.store.tell(other, { seats: [seat], areas: [{ areaKey: 'floor', capacity: 50, taken: seat.seq, seq: seat.seq }] })
        const [a, b] = [await bench.store.snapshot(one), await bench.store.snapshot(other)]
        expect(b!.seats).toEqual(a!.seats)
        expect(b!.areas).toEqual(a!.areas)
      }), { numRuns: 40 })
    })

    it('ends the same in every order of an order made, cancelled, and made again by another', async () => {
      const untilMs = Date.now() + 3_600_000
      const news: SeatTruth[] = [
        { seatIndex: 1, state: 'pending', seq: 1, untilMs }, { seatIndex: 1, state: 'free', seq: 2 },
        { seatIndex: 1, state: 'pending', seq: 3, untilMs }, { seatIndex: 1, state: 'sold', seq: 4 }
      ]
      for (const order of permutations(news)) {
        const sessionId = await session()
        for (const seat of order) await bench.store.tell(sessionId, { seats: [seat], areas: [] })
        expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.sold })
      }
    })
  })
}
