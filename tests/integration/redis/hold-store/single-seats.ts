import { describe, expect, it } from 'vitest'
import { sidesOf } from '#shared/seating/single-seats.ts'
import { plainPlan } from '#tests/support/fixtures.ts'
import { placesOf } from '../best-places.ts'
import type { Bench } from './bench.ts'

/** Whether a choice may leave a single seat. */
export function singles(bench: Bench) {
  const { session, ask, held, statuses } = bench

  describe('single seats', () => {
    const hall = plainPlan(2, 6)
    const guarded = (seats: number[]) => ({ singles: { sides: sidesOf(hall, seats), places: placesOf(hall) } })

    it('are refused with their names where the party could sit elsewhere without leaving one', async () => {
      const sessionId = await session()
      expect(await ask(sessionId, [1, 2], guarded([1, 2]))).toEqual({ ok: false, reason: 'single-seat', seats: [0] })
      expect(await ask(sessionId, [1, 4], guarded([1, 4]))).toEqual({ ok: false, reason: 'single-seat', seats: [0, 5] })
      expect(await ask(sessionId, [0, 2], guarded([0, 2]))).toEqual({ ok: false, reason: 'single-seat', seats: [1] })
      expect(await statuses(sessionId)).toEqual({})
      expect((await ask(sessionId, [0, 1], guarded([0, 1]))).ok).toBe(true)
      expect((await ask(sessionId, [2, 3, 4, 5], { ...guarded([2, 3, 4, 5]), personKey: 'user:2' })).ok).toBe(true)
    })

    it('count other people\'s holds and seats off sale as taken', async () => {
      const sessionId = await session({ offSaleSeats: [5] })
      await held(sessionId, [0], { personKey: 'user:2' })
      expect(await ask(sessionId, [2], guarded([2]))).toEqual({ ok: false, reason: 'single-seat', seats: [1] })
      expect(await ask(sessionId, [3], guarded([3]))).toEqual({ ok: false, reason: 'single-seat', seats: [4] })
      expect((await ask(sessionId, [1, 2], guarded([1, 2]))).ok).toBe(true)
    })

    it('are judged over the whole take: what is held already is no gap, and a seat that was alone is nobody\'s fault', async () => {
      const sessionId = await session({ seats: [{ seatIndex: 7, state: 'sold', seq: 1 }] })
      const hold = await held(sessionId, [0, 1], guarded([0, 1]))
      const addTo = (seats: number[]) => ask(sessionId, seats, { token: hold.token, requestHash: '', ...guarded(seats) })
      expect(await addTo([3])).toEqual({ ok: false, reason: 'single-seat', seats: [2] })
      expect((await addTo([2, 3])).ok).toBe(true)
      expect((await addTo([8, 9])).ok).toBe(true)
    })

    it('are let be where nothing else is possible for that party', async () => {
      const sessionId = await session({ offSaleSeats: [0, 1, 2, 6, 7, 8, 9, 10, 11] })
      expect((await ask(sessionId, [3, 4], guarded([3, 4]))).ok).toBe(true)
      const other = await session({ offSaleSeats: [0, 1, 2, 8, 9, 10, 11] })
      expect(await ask(other, [3, 4], guarded([3, 4]))).toEqual({ ok: false, reason: 'single-seat', seats: [5] })
    })

    it('are nobody\'s business where the publisher does not mind', async () => {
      const sessionId = await session()
      expect((await ask(sessionId, [1, 4])).ok).toBe(true)
    })
  })
}
