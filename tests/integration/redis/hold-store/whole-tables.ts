import { describe, expect, it } from 'vitest'
import { bestOf, placesOf, tableHall } from '../best-places.ts'
import { inParallel, range } from '../helpers.ts'
import type { Bench } from './bench.ts'

/** Tables that are sold whole: the search takes all of their chairs or none. */
export function wholeTables(bench: Bench) {
  const { session, ask, held } = bench
  const hall = tableHall()
  /** Its rows: ten seats beside each other, a table of four, a table of six. */
  const [four, six] = [range(4).map(n => 10 + n), range(6).map(n => 14 + n)]

  describe('tables that are sold whole', () => {
    it('seats a party of its size at a table where no row has room for it, and nobody else', async () => {
      const sessionId = await session({ seats: range(10).map(seatIndex => ({ seatIndex, state: 'sold', seq: 1 })) })
      for (const count of [1, 2, 3, 5, 7]) expect(await ask(sessionId, [], { best: bestOf(hall, count) })).toEqual({ ok: false, reason: 'no-place' })
      expect((await held(sessionId, [], { best: bestOf(hall, 6) })).seats.map(seat => seat.seatIndex)).toEqual(six)
      expect((await held(sessionId, [], { best: bestOf(hall, 4) })).seats.map(seat => seat.seatIndex)).toEqual(four)
    })

    it('never gives what is left of a table where a chair of it is gone, kept or off sale', async () => {
      const sessionId = await session({ seats: [...range(10).map(seatIndex => ({ seatIndex, state: 'sold' as const, seq: 1 })), { seatIndex: 19, state: 'kept', seq: 2 }], offSaleSeats: [10] })
      for (const count of range(6)) expect(await ask(sessionId, [], { best: bestOf(hall, count + 1) })).toEqual({ ok: false, reason: 'no-place' })
    })

    it('gives a table to one of many who want the best at once', async () => {
      const sessionId = await session({ seats: range(10).map(seatIndex => ({ seatIndex, state: 'sold', seq: 1 })) })
      const outcomes = await inParallel(range(20), bench.under.width, n => ask(sessionId, [], { personKey: `user:${n}`, best: bestOf(hall, n % 2 ? 4 : 6) }))
      expect(outcomes.filter(outcome => outcome.ok).map(outcome => outcome.ok && outcome.picked.toSorted((a, b) => a - b)).sort()).toEqual([four, six])
    })

    it('leaves no single seat by taking a whole table', async () => {
      const sessionId = await session()
      expect(await ask(sessionId, four, { singles: { sides: four.map(seat => ({ seat, left: [null, null] as const, right: [null, null] as const, group: 4 })), places: placesOf(hall) } })).toMatchObject({ ok: true })
    })
  })
}
