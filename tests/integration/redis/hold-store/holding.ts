import { describe, expect, it, vi } from 'vitest'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { inParallel, randomInt, range } from '../helpers.ts'
import { type Bench, holdOf, request } from './bench.ts'

/** Seats and places of a hold: all or none. */
export function holding(bench: Bench) {
  const { session, ask, held, statuses } = bench

  describe('holding', () => {
    it('keeps the lines as they are and gives them back', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 10, taken: 0, seq: 1 }] })
      const lines = ['{"price":12}', '12', 'null', '  "quoted\\n" \n 座位 ', '']
      const hold = await held(sessionId, [], {
        seats: lines.map((line, seatIndex) => ({ seatIndex, line })),
        areas: lines.map(line => ({ areaKey: 'floor', ticketTypeId: 'adult', quantity: 1, line }))
      })
      const read = await bench.store.read(sessionId, hold.token)
      expect(read!.seats.map(seat => seat.line)).toEqual(lines)
      expect(read!.areas.map(area => area.line).sort()).toEqual([...lines].sort())
      expect(read).toMatchObject({ token: hold.token, sessionId, personKey: 'user:1', extended: false })
      expect(read!.remainingMs).toBeGreaterThan(0)
      expect(read!.expiresAtMs).toBe(hold.expiresAtMs)
    })

    it('takes all seats or none, and names those that are gone', async () => {
      const sessionId = await session({ seats: [{ seatIndex: 1, state: 'sold', seq: 1 }] })
      await held(sessionId, [2])
      expect(await ask(sessionId, [4, 2, 3, 1])).toEqual({ ok: false, reason: 'seat-taken', seats: [2, 1] })
      expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.sold, 2: SeatStatus.held })
    })

    it('refuses seats that are off sale', async () => {
      const sessionId = await session({ offSaleSeats: [5] })
      expect(await ask(sessionId, [4, 5])).toEqual({ ok: false, reason: 'seat-not-for-sale', seats: [5] })
    })

    it('refuses seats that are kept, but for those whom they are opened to, and keeps them again when these give them back', async () => {
      const sessionId = await session({ seats: [{ seatIndex: 5, state: 'kept', seq: 1 }, { seatIndex: 6, state: 'kept', seq: 2 }] })
      expect(await statuses(sessionId)).toEqual({ 5: SeatStatus.offSale, 6: SeatStatus.offSale })
      expect(await ask(sessionId, [4, 5, 6], { openedSeats: [5] })).toEqual({ ok: false, reason: 'seat-not-for-sale', seats: [6] })
      const hold = await held(sessionId, [4, 5], { openedSeats: [5, 6] })
      expect(await statuses(sessionId)).toEqual({ 4: SeatStatus.held, 5: SeatStatus.held, 6: SeatStatus.offSale })
      expect(await ask(sessionId, [5], { token: 'another', openedSeats: [5] })).toEqual({ ok: false, reason: 'seat-taken', seats: [5] })
      await bench.store.release(sessionId, hold.token)
      expect(await statuses(sessionId)).toEqual({ 5: SeatStatus.offSale, 6: SeatStatus.offSale })
    })

    it('opens kept seats to everybody at their time, with nobody sweeping, and tells watchers', async () => {
      const sessionId = await session({ seats: [{ seatIndex: 5, state: 'kept', seq: 1, untilMs: Date.now() + 60_000 }] })
      await bench.store.tell(sessionId, { seats: [{ seatIndex: 5, state: 'kept', seq: 2, untilMs: Date.now() + 300 }, { seatIndex: 5, state: 'open', seq: 1 }], areas: [] })
      const { version } = (await bench.store.snapshot(sessionId))!
      expect(await statuses(sessionId)).toEqual({ 5: SeatStatus.offSale })
      await vi.waitFor(async () => expect(await bench.store.changesSince(sessionId, version)).toMatchObject({ seats: [[5, SeatStatus.free]] }), { timeout: 3_000 })
      await held(sessionId, [5])
    })

    it('adds to a living hold without moving its deadline or counting a seat twice', async () => {
      const sessionId = await session()
      const first = await held(sessionId, [1, 2], { perPersonLimit: 3 })
      const more = await held(sessionId, [2, 3, 3], { token: first.token, requestHash: '', perPersonLimit: 3, ttlMs: 90_000 })
      expect(more.seats.map(seat => seat.seatIndex)).toEqual([1, 2, 3])
      expect(more.expiresAtMs).toBe(first.expiresAtMs)
      expect(await ask(sessionId, [4], { token: first.token, requestHash: '', perPersonLimit: 3 })).toEqual({ ok: false, reason: 'limit-reached', held: 3 })
      expect((await held(sessionId, [1], { token: first.token, requestHash: '', perPersonLimit: 3 })).seats).toHaveLength(3)
    })

    it('answers the repetition of a request with the same hold, and refuses another request under its token', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 10, taken: 0, seq: 1 }] })
      const original = request(sessionId, [1], { requestHash: 'a', areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: 'x' }] })
      const first = holdOf(await bench.store.hold(original))
      const again = holdOf(await bench.store.hold(original))
      expect({ ...again, remainingMs: 0 }).toEqual({ ...first, remainingMs: 0 })
      expect((await bench.store.snapshot(sessionId))!.areas.floor!.free).toBe(8)
      expect(await bench.store.hold({ ...original, requestHash: 'b' })).toEqual({ ok: false, reason: 'token-used-otherwise' })
    })

    it('says so when the hold that was to grow is gone', async () => {
      const sessionId = await session()
      expect(await ask(sessionId, [1], { requestHash: '' })).toEqual({ ok: false, reason: 'gone' })
      const hold = await held(sessionId, [1])
      await bench.store.release(sessionId, hold.token)
      expect(await ask(sessionId, [1], { token: hold.token, requestHash: '' })).toEqual({ ok: false, reason: 'gone' })
    })

    it('keeps the per-person limit however many requests come at once', async () => {
      const sessionId = await session()
      const outcomes = await inParallel(range(30), bench.under.width, seat => ask(sessionId, [seat], { perPersonLimit: 4 }))
      expect(outcomes.filter(outcome => outcome.ok)).toHaveLength(4)
      for (const outcome of outcomes.filter(outcome => !outcome.ok)) expect(outcome).toEqual({ ok: false, reason: 'limit-reached', held: 4 })
      expect((await ask(sessionId, [40], { personKey: 'user:2' })).ok).toBe(true)
    })

    it('never holds more places than an area has', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 50, taken: 10, seq: 1 }] })
      const outcomes = await inParallel(range(60), bench.under.width, n =>
        ask(sessionId, [], { personKey: `user:${n}`, areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 3, line: 'x' }] }))
      expect(outcomes.filter(outcome => outcome.ok)).toHaveLength(13)
      for (const outcome of outcomes.filter(outcome => !outcome.ok)) expect(outcome).toEqual({ ok: false, reason: 'area-full', areaKey: 'floor', left: 1 })
      expect((await bench.store.snapshot(sessionId))!.areas).toEqual({ floor: { capacity: 50, free: 1 } })
    })

    it('refuses the seats too where the places do not suffice, and places of an area that is not there', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 3, taken: 0, seq: 1 }] })
      const place = { ticketTypeId: 'adult', quantity: 2, line: 'x' }
      expect(await ask(sessionId, [1], { areas: [{ areaKey: 'floor', ...place }, { areaKey: 'floor', ...place }] })).toEqual({ ok: false, reason: 'area-full', areaKey: 'floor', left: 3 })
      expect(await ask(sessionId, [1], { areas: [{ areaKey: 'roof', ...place }] })).toEqual({ ok: false, reason: 'area-full', areaKey: 'roof', left: 0 })
      expect(await statuses(sessionId)).toEqual({})
    })

    it('lists places at another price on their own and adds up those at the same', async () => {
      const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 9, taken: 0, seq: 1 }] })
      const hold = await held(sessionId, [], { areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: '{"price":1}' }] })
      const more = await held(sessionId, [], {
        token: hold.token,
        requestHash: '',
        areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 1, line: '{"price":1}' }, { areaKey: 'floor', ticketTypeId: 'adult', quantity: 4, line: '{"price":2}' }]
      })
      expect(more.areas).toEqual([
        { areaKey: 'floor', ticketTypeId: 'adult', quantity: 3, line: '{"price":1}' },
        { areaKey: 'floor', ticketTypeId: 'adult', quantity: 4, line: '{"price":2}' }
      ])
    })

    it('T-05: 500 workers who want overlapping sets of 2 to 8 seats never share one or get a part', { timeout: 120_000 }, async () => {
      const sessionId = await session()
      const owners = new Map<number, string>()
      const outcomes = await inParallel(range(500), bench.under.width, async worker => {
        const wanted = range(randomInt(2, 8)).map(() => randomInt(0, 700))
        return { wanted: new Set(wanted), outcome: await ask(sessionId, wanted, { personKey: `user:${worker}` }) }
      })
      for (const { wanted, outcome } of outcomes) {
        if (!outcome.ok) continue
        expect(new Set(outcome.hold.seats.map(seat => seat.seatIndex))).toEqual(wanted)
        for (const seat of wanted) {
          expect(owners.has(seat)).toBe(false)
          owners.set(seat, outcome.hold.token)
        }
      }
      expect(owners.size).toBeGreaterThan(0)
      expect(Object.keys(await statuses(sessionId)).map(Number).sort((a, b) => a - b)).toEqual([...owners.keys()].sort((a, b) => a - b))
    })
  })
}
