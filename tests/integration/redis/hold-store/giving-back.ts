import { describe, expect, it } from 'vitest'
import type { Bench } from './bench.ts'

/** What is given back is free again, once. */
export function givingBack(bench: Bench) {
  const { session, ask, held, statuses } = bench

  describe('giving back', () => {
    it('gives back some seats or areas, and everything', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 9, taken: 0, seq: 1 }, { areaKey: 'ring', capacity: 5, taken: 0, seq: 1 }] })
      const areas = [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: 'x' }, { areaKey: 'floor', ticketTypeId: 'child', quantity: 1, line: 'y' }, { areaKey: 'ring', ticketTypeId: 'adult', quantity: 1, line: 'z' }]
      const hold = await held(sessionId, [1, 2, 3], { areas, perPersonLimit: 7 })

      const less = await bench.store.release(sessionId, hold.token, { seats: [2, 99], areaKeys: ['floor'] })
      expect(less!.seats.map(seat => seat.seatIndex)).toEqual([1, 3])
      expect(less!.areas).toEqual([areas[2]])
      expect((await bench.store.snapshot(sessionId))!.areas).toMatchObject({ floor: { free: 9 }, ring: { free: 4 } })
      expect((await ask(sessionId, [4, 5, 6, 7], { perPersonLimit: 7 })).ok).toBe(true)

      expect(await bench.store.release(sessionId, hold.token)).toMatchObject({ token: hold.token, seats: [], areas: [] })
      expect(await bench.store.read(sessionId, hold.token)).toBeNull()
      expect(await statuses(sessionId)).toEqual({ 4: 1, 5: 1, 6: 1, 7: 1 })
      expect(await bench.store.release(sessionId, hold.token)).toBeNull()
    })

    it('ends a hold when its last seat is given back', async () => {
      const sessionId = await session()
      const hold = await held(sessionId, [1])
      expect((await bench.store.release(sessionId, hold.token, { seats: [1] }))!.seats).toEqual([])
      expect(await bench.store.read(sessionId, hold.token)).toBeNull()
    })

    it('does not free a seat for somebody who does not hold it', async () => {
      const sessionId = await session()
      await held(sessionId, [1])
      const other = await held(sessionId, [2], { personKey: 'user:2' })
      await bench.store.release(sessionId, other.token, { seats: [1] })
      expect(await statuses(sessionId)).toEqual({ 1: 1, 2: 1 })
    })
  })
}
