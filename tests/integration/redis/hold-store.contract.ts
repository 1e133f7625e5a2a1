import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { AreaTruth, Hold, HoldOutcome, HoldRequest, HoldStore, SeatTruth } from '#server/domain/inventory/hold-store.ts'
import { newId } from '#shared/ids/id.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { SeatFlag } from '#shared/seating/plan.ts'
import { sidesOf } from '#shared/seating/single-seats.ts'
import { plainPlan } from '#tests/support/fixtures.ts'
import { bestOf, oddHall, placesOf } from './best-places.ts'
import { inParallel, randomInt, range } from './helpers.ts'

export interface StoreUnderTest {
  store: HoldStore
  /** FLUSHALL. */
  flush(): Promise<void>
  close(): Promise<void>
  /** Says of itself that something changed, as every transport with a lasting connection does. */
  givesHints: boolean
  /** Calls in flight at a time that the transport carries well within its time limit. */
  width: number
  /** Holds in the expiry test. */
  manyHolds: number
}

/** What every hold store promises, whatever it is made of. */
export function holdStoreContract(name: string, open: () => Promise<StoreUnderTest>) {
  describe(`the hold store over ${name}`, () => {
    let under: StoreUnderTest
    let store: HoldStore

    beforeAll(async () => {
      under = await open()
      store = under.store
    })

    afterAll(() => under?.close())

    async function session(truth: { seats?: SeatTruth[], areas?: AreaTruth[], offSaleSeats?: number[] } = {}): Promise<string> {
      const sessionId = newId()
      await store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [], ...truth })
      return sessionId
    }

    function ask(sessionId: string, seats: number[], more: Partial<HoldRequest> = {}): Promise<HoldOutcome> {
      return store.hold(request(sessionId, seats, more))
    }

    async function held(sessionId: string, seats: number[], more: Partial<HoldRequest> = {}): Promise<Hold> {
      return holdOf(await ask(sessionId, seats, more))
    }

    async function statuses(sessionId: string): Promise<Record<number, number>> {
      return Object.fromEntries((await store.snapshot(sessionId))!.seats)
    }

    describe('opening', () => {
      it('refuses holds of a session that it knows nothing of', async () => {
        const sessionId = newId()
        expect(await ask(sessionId, [1])).toEqual({ ok: false, reason: 'cold' })
        expect(await store.snapshot(sessionId)).toBeNull()
        expect(await store.changesSince(sessionId, 1)).toBe('cold')
        expect(await store.read(sessionId, 'nobody')).toBeNull()
      })

      it('shows what it was filled with', async () => {
        const sessionId = await session({
          seats: [{ seatIndex: 1, state: 'sold', seq: 1 }, { seatIndex: 2, state: 'pending', seq: 2, untilMs: Date.now() + 60_000 }, { seatIndex: 3, state: 'free', seq: 3 }],
          areas: [{ areaKey: 'floor', capacity: 10, taken: 4, seq: 1 }],
          offSaleSeats: [7, 1]
        })
        const snapshot = await store.snapshot(sessionId)
        expect(snapshot!.seats).toEqual([[1, SeatStatus.sold], [2, SeatStatus.held], [7, SeatStatus.offSale]])
        expect(snapshot!.areas).toEqual({ floor: { capacity: 10, free: 6 } })
      })

      it('fills a stadium with 60,000 sold seats', async () => {
        const sessionId = await session({ seats: range(60_000).map(seatIndex => ({ seatIndex, state: 'sold', seq: seatIndex + 1 })) })
        const snapshot = await store.snapshot(sessionId)
        expect(snapshot!.seats).toHaveLength(60_000)
        expect(snapshot!.seats.every(([, status]) => status === SeatStatus.sold)).toBe(true)
      })

      it('does not let a late filling undo newer news, told before or after it opened', async () => {
        const sessionId = newId()
        await store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'sold', seq: 5 }], areas: [{ areaKey: 'floor', capacity: 10, taken: 9, seq: 6 }] })
        const old = { seats: [{ seatIndex: 1, state: 'free' as const, seq: 4 }], areas: [{ areaKey: 'floor', capacity: 10, taken: 2, seq: 3 }], offSaleSeats: [] }
        await store.warm(sessionId, old)
        await store.warm(sessionId, old)
        expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.sold })
        expect((await store.snapshot(sessionId))!.areas.floor!.free).toBe(1)
      })

      it('puts seats off sale and back by filling again, and tells watchers', async () => {
        const sessionId = await session({ offSaleSeats: [1, 2] })
        const { version } = (await store.snapshot(sessionId))!
        await store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [2, 3] })
        expect(await statuses(sessionId)).toEqual({ 2: SeatStatus.offSale, 3: SeatStatus.offSale })
        expect(await store.changesSince(sessionId, version)).toMatchObject({ seats: [[1, SeatStatus.free], [2, SeatStatus.offSale], [3, SeatStatus.offSale]] })
      })
    })

    describe('holding', () => {
      it('keeps the lines as they are and gives them back', async () => {
        const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 10, taken: 0, seq: 1 }] })
        const lines = ['{"price":12}', '12', 'null', '  "quoted\\n" \n 座位 ', '']
        const hold = await held(sessionId, [], {
          seats: lines.map((line, seatIndex) => ({ seatIndex, line })),
          areas: lines.map(line => ({ areaKey: 'floor', ticketTypeId: 'adult', quantity: 1, line }))
        })
        const read = await store.read(sessionId, hold.token)
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
        await store.release(sessionId, hold.token)
        expect(await statuses(sessionId)).toEqual({ 5: SeatStatus.offSale, 6: SeatStatus.offSale })
      })

      it('opens kept seats to everybody at their time, with nobody sweeping, and tells watchers', async () => {
        const sessionId = await session({ seats: [{ seatIndex: 5, state: 'kept', seq: 1, untilMs: Date.now() + 60_000 }] })
        await store.tell(sessionId, { seats: [{ seatIndex: 5, state: 'kept', seq: 2, untilMs: Date.now() + 300 }, { seatIndex: 5, state: 'open', seq: 1 }], areas: [] })
        const { version } = (await store.snapshot(sessionId))!
        expect(await statuses(sessionId)).toEqual({ 5: SeatStatus.offSale })
        await vi.waitFor(async () => expect(await store.changesSince(sessionId, version)).toMatchObject({ seats: [[5, SeatStatus.free]] }), { timeout: 3_000 })
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
        const first = holdOf(await store.hold(original))
        const again = holdOf(await store.hold(original))
        expect({ ...again, remainingMs: 0 }).toEqual({ ...first, remainingMs: 0 })
        expect((await store.snapshot(sessionId))!.areas.floor!.free).toBe(8)
        expect(await store.hold({ ...original, requestHash: 'b' })).toEqual({ ok: false, reason: 'token-used-otherwise' })
      })

      it('says so when the hold that was to grow is gone', async () => {
        const sessionId = await session()
        expect(await ask(sessionId, [1], { requestHash: '' })).toEqual({ ok: false, reason: 'gone' })
        const hold = await held(sessionId, [1])
        await store.release(sessionId, hold.token)
        expect(await ask(sessionId, [1], { token: hold.token, requestHash: '' })).toEqual({ ok: false, reason: 'gone' })
      })

      it('keeps the per-person limit however many requests come at once', async () => {
        const sessionId = await session()
        const outcomes = await inParallel(range(30), under.width, seat => ask(sessionId, [seat], { perPersonLimit: 4 }))
        expect(outcomes.filter(outcome => outcome.ok)).toHaveLength(4)
        for (const outcome of outcomes.filter(outcome => !outcome.ok)) expect(outcome).toEqual({ ok: false, reason: 'limit-reached', held: 4 })
        expect((await ask(sessionId, [40], { personKey: 'user:2' })).ok).toBe(true)
      })

      it('never holds more places than an area has', async () => {
        const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 50, taken: 10, seq: 1 }] })
        const outcomes = await inParallel(range(60), under.width, n =>
          ask(sessionId, [], { personKey: `user:${n}`, areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 3, line: 'x' }] }))
        expect(outcomes.filter(outcome => outcome.ok)).toHaveLength(13)
        for (const outcome of outcomes.filter(outcome => !outcome.ok)) expect(outcome).toEqual({ ok: false, reason: 'area-full', areaKey: 'floor', left: 1 })
        expect((await store.snapshot(sessionId))!.areas).toEqual({ floor: { capacity: 50, free: 1 } })
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
        const outcomes = await inParallel(range(500), under.width, async worker => {
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

    describe('choosing the best', () => {
      const hall = plainPlan(4, 10)

      it('chooses kept seats only for who may have them, each at a line of its own', async () => {
        const sessionId = await session({ seats: [4, 5, 6].map(seatIndex => ({ seatIndex, state: 'kept', seq: 1 })) })
        const openedLines = hall.categories.map(() => 'opened')
        expect(await ask(sessionId, [], { best: bestOf(hall, 3) })).toMatchObject({ ok: true, picked: [14, 15, 16] })
        const hold = await held(sessionId, [], { best: bestOf(hall, 3, { openedLines }), openedSeats: [4, 5, 6], personKey: 'user:2' })
        expect(hold.seats).toEqual([4, 5, 6].map(seatIndex => ({ seatIndex, line: 'opened' })))
        await store.release(sessionId, hold.token)
        // They are drawn free for one search only.
        expect(await ask(sessionId, [], { best: bestOf(hall, 10), personKey: 'user:3', perPersonLimit: 10 })).toMatchObject({ ok: true, picked: range(10).map(n => 20 + n) })
      })

      it('takes the best place that is free in the moment of taking, and keeps the price of its category', async () => {
        const sessionId = await session()
        const first = await held(sessionId, [], { best: bestOf(hall, 3) })
        expect(first.seats).toEqual([4, 5, 6].map(seatIndex => ({ seatIndex, line: 'a seat of seats' })))
        const second = await ask(sessionId, [], { best: bestOf(hall, 3), personKey: 'user:2' })
        expect(second).toMatchObject({ ok: true, picked: [14, 15, 16] })
        await store.release(sessionId, first.token)
        expect(await ask(sessionId, [], { best: bestOf(hall, 3), personKey: 'user:3' })).toMatchObject({ ok: true, picked: [4, 5, 6] })
      })

      it('sees what is sold, off sale, given back and put back on sale', async () => {
        const sessionId = await session({ seats: [{ seatIndex: 4, state: 'sold', seq: 1 }], offSaleSeats: [14] })
        const pickOf = async (n: number) => {
          const outcome = await ask(sessionId, [], { best: bestOf(hall, 10), personKey: `user:${n}` })
          if (outcome.ok) await store.release(sessionId, outcome.hold.token)
          return outcome.ok && outcome.picked[0]
        }
        expect(await pickOf(1)).toBe(20)
        await store.warm(sessionId, { seats: [], areas: [], offSaleSeats: [] })
        expect(await pickOf(2)).toBe(10)
        await store.tell(sessionId, { seats: [{ seatIndex: 4, state: 'free', seq: 2 }], areas: [] })
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
        const first = await store.hold(original)
        expect(await store.hold(original)).toMatchObject({ ok: true, picked: [4, 5] })
        const addition = { ...original, requestHash: '+more' }
        expect(await store.hold(addition)).toMatchObject({ ok: true, picked: [6, 7] })
        expect(await store.hold(addition)).toMatchObject({ ok: true, picked: [6, 7], hold: { seats: [{}, {}, {}, {}] } })
        expect(first).toMatchObject({ ok: true, picked: [4, 5] })
        expect(await store.hold({ ...original, requestHash: '', seats: [{ seatIndex: 24, line: 'mine' }], best: bestOf(hall, 2) })).toMatchObject({ ok: true, picked: [2, 3] })
      })

      it('T-06: a rush is refused nothing while seats fit, and no two get a seat', { timeout: 120_000 }, async () => {
        const arena = plainPlan(40, 20)
        const sessionId = await session()
        const outcomes = await inParallel(range(320), under.width, n => ask(sessionId, [], { best: bestOf(arena, 1 + n % 4), personKey: `user:${n}` }))
        expect(outcomes.filter(outcome => !outcome.ok)).toEqual([])
        const seats = outcomes.flatMap(outcome => outcome.ok ? outcome.picked : [])
        expect(new Set(seats).size).toBe(800)
      })

      it('is told the places again after all was lost (F-03)', async () => {
        const sessionId = await session()
        await held(sessionId, [], { best: bestOf(hall, 2) })
        await under.flush()
        expect(await ask(sessionId, [], { best: bestOf(hall, 2) })).toEqual({ ok: false, reason: 'cold' })
        await store.warm(sessionId, { seats: [{ seatIndex: 4, state: 'sold', seq: 1 }], areas: [], offSaleSeats: [] })
        expect(await ask(sessionId, [], { best: bestOf(hall, 2) })).toMatchObject({ ok: true, picked: [5, 6] })
      })

      it('follows the plan where a session got another hall before anybody bought', async () => {
        const sessionId = await session()
        await held(sessionId, [3], { best: bestOf(hall, 2) })
        expect(await ask(sessionId, [], { best: bestOf(plainPlan(6, 12), 2) })).toMatchObject({ ok: true, picked: [6, 7] })
      })
    })

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

    describe('giving back', () => {
      it('gives back some seats or areas, and everything', async () => {
        const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 9, taken: 0, seq: 1 }, { areaKey: 'ring', capacity: 5, taken: 0, seq: 1 }] })
        const areas = [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: 'x' }, { areaKey: 'floor', ticketTypeId: 'child', quantity: 1, line: 'y' }, { areaKey: 'ring', ticketTypeId: 'adult', quantity: 1, line: 'z' }]
        const hold = await held(sessionId, [1, 2, 3], { areas, perPersonLimit: 7 })

        const less = await store.release(sessionId, hold.token, { seats: [2, 99], areaKeys: ['floor'] })
        expect(less!.seats.map(seat => seat.seatIndex)).toEqual([1, 3])
        expect(less!.areas).toEqual([areas[2]])
        expect((await store.snapshot(sessionId))!.areas).toMatchObject({ floor: { free: 9 }, ring: { free: 4 } })
        expect((await ask(sessionId, [4, 5, 6, 7], { perPersonLimit: 7 })).ok).toBe(true)

        expect(await store.release(sessionId, hold.token)).toMatchObject({ token: hold.token, seats: [], areas: [] })
        expect(await store.read(sessionId, hold.token)).toBeNull()
        expect(await statuses(sessionId)).toEqual({ 4: 1, 5: 1, 6: 1, 7: 1 })
        expect(await store.release(sessionId, hold.token)).toBeNull()
      })

      it('ends a hold when its last seat is given back', async () => {
        const sessionId = await session()
        const hold = await held(sessionId, [1])
        expect((await store.release(sessionId, hold.token, { seats: [1] }))!.seats).toEqual([])
        expect(await store.read(sessionId, hold.token)).toBeNull()
      })

      it('does not free a seat for somebody who does not hold it', async () => {
        const sessionId = await session()
        await held(sessionId, [1])
        const other = await held(sessionId, [2], { personKey: 'user:2' })
        await store.release(sessionId, other.token, { seats: [1] })
        expect(await statuses(sessionId)).toEqual({ 1: 1, 2: 1 })
      })
    })

    describe('time', () => {
      it('T-07: seats of holds that ran out are sold on at once and never early, with nobody sweeping', { timeout: 120_000 }, async () => {
        const sessionId = await session()
        const ttlMs = 2000
        const first = await inParallel(range(under.manyHolds), under.width, async seat => {
          const hold = await held(sessionId, [seat], { personKey: `user:${seat}`, ttlMs })
          return { seat, expiresAtMs: hold.expiresAtMs, dueAt: performance.now() + hold.remainingMs }
        })
        await inParallel(first, under.width, async ({ seat, expiresAtMs, dueAt }) => {
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
        expect(Object.keys(await statuses(sessionId))).toHaveLength(under.manyHolds)
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
        expect(await store.read(sessionId, hold.token)).toBeNull()
        expect((await store.snapshot(sessionId))!.areas.floor!.free).toBe(2)
        expect(await store.extend(sessionId, hold.token, 1000)).toEqual({ ok: false, reason: 'gone' })
        expect(await store.beginOrder(sessionId, hold.token, 1000)).toBeNull()
      })

      it('copes with very many holds of one area that run out together', { timeout: 120_000 }, async () => {
        const count = under.manyHolds * 2
        const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: count, taken: 0, seq: 1 }] })
        const areas = [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 1, line: 'x' }]
        const first = await held(sessionId, [], { areas, ttlMs: 3_000 })
        await inParallel(range(count - 1), under.width, n => held(sessionId, [], { areas, ttlMs: Math.max(1, 3000 - n), personKey: `user:n${n}` }))
        const dueAt = performance.now() + first.remainingMs
        await vi.waitUntil(() => performance.now() > dueAt, { interval: 20, timeout: 10_000 })
        await vi.waitUntil(async () => (await store.snapshot(sessionId))!.areas.floor!.free === count, { timeout: 5000 })
      })

      it('extends a hold once', async () => {
        const sessionId = await session()
        const hold = await held(sessionId, [1])
        const extended = await store.extend(sessionId, hold.token, 5000)
        expect(extended).toMatchObject({ ok: true, hold: { extended: true, expiresAtMs: hold.expiresAtMs + 5000 } })
        expect(await store.extend(sessionId, hold.token, 5000)).toEqual({ ok: false, reason: 'extended-before' })
      })

      it('T-08: of an extension at the last moment and another buyer, exactly one wins', { timeout: 120_000 }, async () => {
        const wins = await inParallel(range(40), 10, async n => {
          const sessionId = await session()
          const ttlMs = 120
          const hold = await held(sessionId, [1], { ttlMs })
          const lastMoment = performance.now() + hold.remainingMs - 50 + n * 2.5
          await vi.waitUntil(() => performance.now() >= lastMoment, { interval: 2 })
          const [extension, other] = await Promise.all([store.extend(sessionId, hold.token, 60_000), ask(sessionId, [1], { personKey: 'user:2' })])
          const owner = await store.read(sessionId, hold.token)
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
        expect((await store.beginOrder(sessionId, hold.token, 1))!.expiresAtMs).toBe(hold.expiresAtMs)
        expect((await store.beginOrder(sessionId, hold.token, 30_000))!.expiresAtMs).toBeGreaterThan(hold.expiresAtMs + 15_000)
      })

      it('frees pending seats when their order falls due', async () => {
        const sessionId = await session()
        const { version } = (await store.snapshot(sessionId))!
        // The store's own clock, from a hold: ours may differ.
        const probe = await held(sessionId, [9], { ttlMs: 300 })
        await store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'pending', seq: 1, untilMs: probe.expiresAtMs }], areas: [] })
        expect((await ask(sessionId, [1], { personKey: 'user:2' })).ok).toBe(false)
        await vi.waitUntil(async () => (await ask(sessionId, [1], { personKey: 'user:2' })).ok)
        expect(await store.changesSince(sessionId, version)).toMatchObject({ seats: [[1, SeatStatus.held], [9, SeatStatus.free]] })
      })
    })

    describe('truth from Postgres', () => {
      it('turns a hold into an order without a moment in which the seats are free', async () => {
        const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 5, taken: 0, seq: 1 }] })
        const hold = await held(sessionId, [1, 2, 3], { areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: 'x' }], perPersonLimit: 5 })
        await store.beginOrder(sessionId, hold.token, 30_000)
        await store.tell(sessionId, {
          seats: [{ seatIndex: 1, state: 'pending', seq: 11, untilMs: hold.expiresAtMs + 60_000 }, { seatIndex: 2, state: 'sold', seq: 12 }],
          areas: [{ areaKey: 'floor', capacity: 5, taken: 2, seq: 13 }]
        })
        expect((await store.snapshot(sessionId))!.areas.floor!.free).toBe(1)
        await store.endOrder(sessionId, hold.token)
        await store.endOrder(sessionId, hold.token)
        expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.held, 2: SeatStatus.sold })
        expect((await store.snapshot(sessionId))!.areas.floor!.free).toBe(3)
        expect(await store.read(sessionId, hold.token)).toBeNull()
        expect((await ask(sessionId, [4, 5, 6, 7, 8], { perPersonLimit: 5 })).ok).toBe(true)
      })

      it('takes a seat from a hold when somebody else bought it', async () => {
        const sessionId = await session()
        const hold = await held(sessionId, [1, 2], { perPersonLimit: 2 })
        await store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'sold', seq: 1 }], areas: [] })
        expect((await store.read(sessionId, hold.token))!.seats.map(seat => seat.seatIndex)).toEqual([2])
        expect((await ask(sessionId, [3], { token: hold.token, requestHash: '', perPersonLimit: 2 })).ok).toBe(true)
        await store.release(sessionId, hold.token)
        expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.sold })
      })

      it('does not free a held seat because an older claim on it ended', async () => {
        const sessionId = await session()
        const hold = await held(sessionId, [1])
        await store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'free', seq: 9 }], areas: [] })
        expect((await store.read(sessionId, hold.token))!.seats).toHaveLength(1)
        expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.held })
      })

      it('ends the same in whatever order and however often the news come', { timeout: 120_000 }, async () => {
        const later = Date.now() + 3_600_000
        const news = fc.array(fc.record({ seatIndex: fc.integer({ min: 0, max: 3 }), state: fc.constantFrom('free' as const, 'pending' as const, 'sold' as const) }), { minLength: 1, maxLength: 8 })
          .map(list => list.map((entry, n) => ({ ...entry, seq: n + 1, untilMs: later })))
        const shuffledNews = news.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })))
        await fc.assert(fc.asyncProperty(shuffledNews, async ([inOrder, shuffled]) => {
          const [one, other] = [await session(), await session()]
          for (const seat of inOrder) await store.tell(one, { seats: [seat], areas: [{ areaKey: 'floor', capacity: 50, taken: seat.seq, seq: seat.seq }] })
          for (const seat of shuffled) await store.tell(other, { seats: [seat], areas: [{ areaKey: 'floor', capacity: 50, taken: seat.seq, seq: seat.seq }] })
          const [a, b] = [await store.snapshot(one), await store.snapshot(other)]
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
          for (const seat of order) await store.tell(sessionId, { seats: [seat], areas: [] })
          expect(await statuses(sessionId)).toEqual({ 1: SeatStatus.sold })
        }
      })
    })

    describe('the feed', () => {
      it('tells a watcher the last state of each seat that changed, once', async () => {
        const sessionId = await session({ areas: [{ areaKey: 'floor', capacity: 5, taken: 0, seq: 1 }] })
        const before = (await store.snapshot(sessionId))!.version
        const hold = await held(sessionId, [1, 2], { areas: [{ areaKey: 'floor', ticketTypeId: 'adult', quantity: 2, line: 'x' }] })
        await store.release(sessionId, hold.token, { seats: [2] })
        await store.tell(sessionId, { seats: [{ seatIndex: 1, state: 'sold', seq: 1 }], areas: [] })
        const changes = await store.changesSince(sessionId, before)
        expect(changes).toMatchObject({ seats: [[1, SeatStatus.sold], [2, SeatStatus.free]], areas: { floor: { capacity: 5, free: 3 } } })
        const { version } = changes as { version: number }
        expect(version).toBeGreaterThan(before)
        expect(await store.changesSince(sessionId, version)).toEqual({ version, seats: [], areas: {} })
      })

      it('lets a watcher who follows it end with what a snapshot says', async () => {
        const sessionId = await session()
        const seen = new Map<number, number>()
        let version = (await store.snapshot(sessionId))!.version
        const follow = async () => {
          const changes = await store.changesSince(sessionId, version)
          if (changes === 'gap' || changes === 'cold') throw new Error(changes)
          expect(changes.version).toBeGreaterThanOrEqual(version)
          version = changes.version
          for (const [seat, status] of changes.seats) seen.set(seat, status)
        }
        await Promise.all([
          inParallel(range(100), 8, async n => {
            const outcome = await ask(sessionId, [randomInt(0, 20), randomInt(0, 20)], { personKey: `user:${n}` })
            if (outcome.ok && n % 3) await store.release(sessionId, outcome.hold.token)
          }),
          inParallel(range(20), 1, follow)
        ])
        await follow()
        expect(Object.fromEntries([...seen].filter(([, status]) => status !== SeatStatus.free))).toEqual(await statuses(sessionId))
      })

      it('frees what ran out when watchers ask, and tells them', async () => {
        const sessionId = await session()
        await held(sessionId, [1], { ttlMs: 60 })
        const { version } = (await store.snapshot(sessionId))!
        await vi.waitUntil(async () => {
          const changes = await store.changesSince(sessionId, version)
          return typeof changes === 'object' && changes.seats.some(([seat, status]) => seat === 1 && status === SeatStatus.free)
        })
      })

      it('hints at each change to those who watch that session, unless its transport cannot', async () => {
        const [sessionId, other] = [await session(), await session()]
        const heard: string[] = []
        const hints = store.onChange(sessionId, () => heard.push('watched'))
        const others = store.onChange(other, () => heard.push('other'))
        if (!under.givesHints) return expect(hints.areHeard()).toBe(false)
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
        const { version } = (await store.snapshot(sessionId))!
        for (const strange of [0, 1, -5, 1.5, Number.NaN, version + 1, 2 ** 60]) expect(await store.changesSince(sessionId, strange)).toBe('gap')
        await inParallel(range(2400), under.width, seq => store.tell(sessionId, { seats: [{ seatIndex: 1, state: seq % 2 ? 'sold' : 'free', seq }], areas: [] }))
        expect(await store.changesSince(sessionId, version)).toBe('gap')
      })
    })

    it('F-03: after a FLUSHALL it is cold, forgets the holds, fences old news, and opens when filled again', async () => {
      const sessionId = await session()
      const hold = await held(sessionId, [1])
      const before = (await store.snapshot(sessionId))!.version
      await under.flush()
      expect(await ask(sessionId, [1])).toEqual({ ok: false, reason: 'cold' })
      expect(await store.read(sessionId, hold.token)).toBeNull()
      expect(await store.changesSince(sessionId, before)).toBe('cold')

      await store.tell(sessionId, { seats: [{ seatIndex: 2, state: 'sold', seq: 8 }], areas: [] })
      await store.warm(sessionId, { seats: [{ seatIndex: 2, state: 'free', seq: 7 }, { seatIndex: 3, state: 'sold', seq: 5 }], areas: [], offSaleSeats: [] })
      expect(await statuses(sessionId)).toEqual({ 2: SeatStatus.sold, 3: SeatStatus.sold })
      expect((await store.snapshot(sessionId))!.version).toBeGreaterThan(before)
      expect(await store.changesSince(sessionId, before)).toBe('gap')
      expect((await ask(sessionId, [1])).ok).toBe(true)
    })
  })
}

function request(sessionId: string, seats: number[], more: Partial<HoldRequest>): HoldRequest {
  return {
    sessionId,
    token: newId(),
    personKey: 'user:1',
    perPersonLimit: 20,
    ttlMs: 60_000,
    requestHash: newId(),
    seats: seats.map(seatIndex => ({ seatIndex, line: `line of ${seatIndex}` })),
    areas: [],
    ...more
  }
}

function holdOf(outcome: HoldOutcome): Hold {
  if (!outcome.ok) throw new Error(`No hold: ${JSON.stringify(outcome)}`)
  return outcome.hold
}

function permutations<T>(list: T[]): T[][] {
  if (list.length < 2) return [list]
  return list.flatMap((first, n) => permutations(list.toSpliced(n, 1)).map(rest => [first, ...rest]))
}
