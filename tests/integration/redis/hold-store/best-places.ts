import { describe, expect, it } from 'vitest'
import { SeatFlag } from '#shared/seating/plan.ts'
import { plainPlan } from '#tests/support/fixtures.ts'
import { bestOf, oddHall } from '../best-places.ts'
import { inParallel, range } from '../helpers.ts'
import { type Bench, request } from './bench.ts'

/** The best places, chosen in the step that takes them. */
export function best(bench: Bench) {
  const { session, ask, held } = bench

  describe('choosing the best', () => {
    const hall = plainPlan(4, 10)

    it('chooses kept seats only for who may have them, each at a line of its own', async () => {
      const sessionId = await session({ seats: [4, 5, 6].map(seatIndex => ({ seatIndex, state: 'kept', seq: 1 })) })
      const openedLines = hall.categories.map(() => 'opened')
      expect(await ask(sessionId, [], { best: bestOf(hall, 3) })).toMatchObject({ ok: true, picked: [14, 15, 16] })
      const hold = await held(sessionId, [], { best: bestOf(hall, 3, { openedLines }), openedSeats: [4, 5, 6], personKey: 'user:2' })
      expect(hold.seats).toEqual([4, 5, 6].map(seatIndex => ({ seatIndex, line: 'opened' })))
      await bench.store.release(sessionId, hold.token)
      // They are drawn free for one search only.
      expect(await ask(sessionId, [], { best: bestOf(hall, 10), personKey: 'user:3', perPersonLimit: 10 })).toMatchObject({ ok: true, picked: range(10).map(n => 20 + n) })
    })

    it('takes the best place that is free in the moment of taking, and keeps the price of its category', async () => {
      const sessionId = await session()
      const first = await held(sessionId, [], { best: bestOf(hall, 3) })
      expect(first.seats).toEqual([4, 5, 6].map(seatIndex => ({ seatIndex, line: 'a seat of seats' })))
      const second = await ask(sessionId, [], { best: bestOf(hall, 3), personKey: 'user:2' })
      expect(second).toMatchObject({ ok: true, picked: [14, 15, 16] })
      await bench.store.release(sessionId, first.token)
      expect(await ask(sessionId, [], { best: bestOf(hall, 3), personKey: 'user:3' })).toMatchObject({ ok: true, picked: [4, 5, 6] })
    })

    it('sees what is sold, off sale, given back and put back on sale', async () => {
      const sessionId = await session({ seats: [{ seatIndex: 4, state: 'sold', seq: 1 }], offSaleSeats: [14] })
      const pickOf = async (n: number) => {
        const outcome = await ask(sessionId, [], { best: bestOf(hall, 10), personKey: `user:${n}` })
        if (outcome.ok) await bench.store.release(sessionId, outcome.hold.token)
        return outcome.ok && outcome.picked[0]
      }
      expect(await pickOf(1)).toBe(20)
      await bench.store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [] })
      expect(await pickOf(2)).toBe(10)
      await bench.store.tell(sessionId, { seats: [{ seatIndex: 4, state: 'free', seq: 2 }], areas: [] })
      expect(await pickOf(3)).toBe(0)
    })

    it('leaves no single seat over where it can be helped, and none is refused where it cannot', async () => {
      const sessionId = await session({ offSaleSeats: range(40).filter(seat => ![0, 1, 2, 12, 13].includes(seat)) })
      expect(await ask(sessionId, [], { best: bestOf(hall, 2) })).toMatchObject({ ok: true, picked: [12, 13] })
      expect(await ask(sessionId, [], { best: bestOf(hall, 2) })).toMatchObject({ ok: true, picked: [1, 2] })
      expect(await ask(sessionId, [], { best: bestOf(hall, 2) })).toEqual({ ok: false, reason: 'no-place' })
      expect(await ask(sessionId, [], { best: bestOf(hall, 1) })).toMatchObject({ ok: true, picked: [0] })
    })

    it('walks rows that are listed otherwise than they sit, and rows of more than one price', async () => {
      const odd = oddHall(2)
      odd.seats.category.fill(1, 10, 15)
      const sessionId = await session({ offSaleSeats: range(10) })
      const hold = await held(sessionId, [], { best: bestOf(odd, 3) })
      expect(hold.seats).toEqual([{ seatIndex: 12, line: 'a seat of floor' }, { seatIndex: 13, line: 'a seat of floor' }, { seatIndex: 17, line: 'a seat of seats' }])
    })

    it('finds a wheelchair place where one is needed and keeps them where not', async () => {
      const wheels = plainPlan(2, 10)
      wheels.seats.flags.set([SeatFlag.accessible, SeatFlag.companion], 18)
      const sessionId = await session({ offSaleSeats: range(10) })
      expect(await ask(sessionId, [], { best: bestOf(wheels, 2, { needsAccessible: true }) })).toMatchObject({ ok: true, picked: [18, 19] })
      expect(await ask(sessionId, [], { best: bestOf(wheels, 2, { needsAccessible: true }) })).toEqual({ ok: false, reason: 'no-place' })
      expect(await ask(sessionId, [], { best: bestOf(wheels, 8) })).toMatchObject({ ok: true, picked: range(8).map(n => 10 + n) })
    })

    it('counts for the limit, joins a living hold, and answers a repetition with the same seats', async () => {
      const sessionId = await session()
      expect(await ask(sessionId, [], { best: bestOf(hall, 3), perPersonLimit: 2 })).toEqual({ ok: false, reason: 'limit-reached', held: 0 })
      const original = request(sessionId, [], { best: bestOf(hall, 2), requestHash: 'first' })
      const first = await bench.store.hold(original)
      expect(await bench.store.hold(original)).toMatchObject({ ok: true, picked: [4, 5] })
      const addition = { ...original, requestHash: '+more' }
      expect(await bench.store.hold(addition)).toMatchObject({ ok: true, picked: [6, 7] })
      expect(await bench.store.hold(addition)).toMatchObject({ ok: true, picked: [6, 7], hold: { seats: [{}, {}, {}, {}] } })
      expect(first).toMatchObject({ ok: true, picked: [4, 5] })
      expect(await bench.store.hold({ ...original, requestHash: '', seats: [{ seatIndex: 24, line: 'mine' }], best: bestOf(hall, 2) })).toMatchObject({ ok: true, picked: [2, 3] })
    })

    it('T-06: a rush is refused nothing while seats fit, and no two get a seat', { timeout: 120_000 }, async () => {
      const arena = plainPlan(40, 20)
      const sessionId = await session()
      const outcomes = await inParallel(range(320), bench.under.width, n => ask(sessionId, [], { best: bestOf(arena, 1 + n % 4), personKey: `user:${n}` }))
      expect(outcomes.filter(outcome => !outcome.ok)).toEqual([])
      const seats = outcomes.flatMap(outcome => outcome.ok ? outcome.picked : [])
      expect(new Set(seats).size).toBe(800)
    })

    it('is told the places again after all was lost (F-03)', async () => {
      const sessionId = await session()
      await held(sessionId, [], { best: bestOf(hall, 2) })
      await bench.under.flush()
      expect(await ask(sessionId, [], { best: bestOf(hall, 2) })).toEqual({ ok: false, reason: 'cold' })
      await bench.store.warm(sessionId, { seats: [{ seatIndex: 4, state: 'sold', seq: 1 }], areas: [], offSaleSeats: [] })
      expect(await ask(sessionId, [], { best: bestOf(hall, 2) })).toMatchObject({ ok: true, picked: [5, 6] })
    })

    it('follows the plan where a session got another hall before anybody bought', async () => {
      const sessionId = await session()
      await held(sessionId, [3], { best: bestOf(hall, 2) })
      expect(await ask(sessionId, [], { best: bestOf(plainPlan(6, 12), 2) })).toMatchObject({ ok: true, picked: [6, 7] })
    })
  })
}
