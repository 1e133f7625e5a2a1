import { describe, expect, it } from 'vitest'
import { newId } from '#shared/ids/id.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { range } from '../helpers.ts'
import type { Bench } from './bench.ts'

/** How it is filled, and what it is before. */
export function opening(bench: Bench) {
  const { session, ask, statuses } = bench

  describe('opening', () => {
    it('refuses holds of a session that it knows nothing of', async () => {
      const sessionId = newId()
      expect(await ask(sessionId, [1])).toEqual({ ok: false, reason: 'cold' })
      expect(await bench.store.snapshot(sessionId)).toBeNull()
      expect(await bench.store.changesSince(sessionId, 1)).toBe('cold')
      expect(await bench.store.read(sessionId, 'nobody')).toBeNull()
    })

    it('shows what it was filled with', async () => {
      const sessionId = await session({
        seats: [{ seatIndex: 1, state: 'sold', seq: 1 }, { seatIndex: 2, state: 'pending', seq: 2, untilMs: Date.now() + 60_000 }, { seatIndex: 3, state: 'free', seq: 3 }],
        areas: [{ areaKey: 'floor', capacity: 10, taken: 4, seq: 1 }],
        offSaleSeats: [7, 1]
      })
      const snapshot = await bench.store.snapshot(sessionId)
      expect(snapshot!.seats).toEqual([[1, SeatStatus.sold], [2, SeatStatus.held], [7, SeatStatus.offSale]])
      expect(snapshot!.areas).toEqual({ floor: { capacity: 10, free: 6 } })
    })

    it('fills a stadium with 60,000 sold seats', async () => {
      const sessionId = await session({ seats: range(60_000).map(seatIndex => ({ seatIndex, state: 'sold', seq: seatIndex + 1 })) })
      const snapshot = await bench.store.snapshot(sessionId)
      expect(snapshot!.seats).toHaveLength(60_000)
      expect(snapshot!.seats.every(([, status]) => status === SeatStatus.sold)).toBe(true)
    })

    it('does not let a late filling undo newer news, told before or after it opened', async () => {
      const sessionId = newId()
      await bench.store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'sold', seq: 5 }], areas: [{ areaKey: 'floor', capacity: 10, taken: 9, seq: 6 }] })
      const old = { seats: [{ seatIndex: 1, state: 'free' as const, seq: 4 }], areas: [{ areaKey: 'floor', capacity: 10, taken: 2, seq: 3 }], offSaleSeats: [] }
      await bench.store.warm(sessionId, old)
      await bench.store.warm(sessionId, old)
      expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.sold })
      expect((await bench.store.snapshot(sessionId))!.areas.floor!.free).toBe(1)
    })

    it('puts seats off sale and back by filling again, and tells watchers', async () => {
      const sessionId = await session({ offSaleSeats: [1, 2] })
      const { version } = (await bench.store.snapshot(sessionId))!
      await bench.store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [2, 3] })
      expect(await statuses(sessionId)).toEqual({ 2: SeatStatus.offSale, 3: SeatStatus.offSale })
      expect(await bench.store.changesSince(sessionId, version)).toMatchObject({ seats: [[1, SeatStatus.free], [2, SeatStatus.offSale], [3, SeatStatus.offSale]] })
    })
  })
}
