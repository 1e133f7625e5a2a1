import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { bitsOf, hasBit } from '#server/domain/queue/bits.ts'
import type { Line, LineFacts, LineStore, Standing } from '#server/domain/queue/line-store.ts'
import { newId } from '#shared/ids/id.ts'
import { inParallel, range } from './helpers.ts'

export interface LineStoreUnderTest {
  store: LineStore
  /** FLUSHALL. */
  flush(): Promise<void>
  close(): Promise<void>
  /** Calls in flight at a time that the transport carries. */
  width: number
}

/** What every line store promises, whatever it is made of. */
export function lineStoreContract(name: string, open: () => Promise<LineStoreUnderTest>) {
  describe(`the line over ${name}`, () => {
    let under: LineStoreUnderTest
    let store: LineStore

    beforeAll(async () => {
      under = await open()
      store = under.store
    })
    afterAll(() => under?.close())

    async function line(facts: Partial<LineFacts> = {}): Promise<Line> {
      const fresh = { sessionId: newId(), round: 1 }
      await store.warm(fresh, { ...FACTS, ...facts })
      await store.grant(fresh, (facts.numbersUpTo ?? 0) + 100_000)
      return fresh
    }

    async function join(at: Line, person: string, carried = 0, over = 0): Promise<number> {
      const joined = await store.join(at, person, carried, over)
      if (typeof joined === 'string') throw new Error(joined)
      return joined.number
    }

    async function touch(at: Line, number: number, position: number | null = number): Promise<Standing> {
      const standing = await store.touch(at, number, position)
      if (typeof standing === 'string') throw new Error(standing)
      return standing
    }

    it('says that it knows nothing of a round until it is filled, and refuses an older one', async () => {
      const at = { sessionId: newId(), round: 2 }
      expect(await store.join(at, 'ann', 0, 0)).toBe('cold')
      expect(await store.touch(at, 1, 1)).toBe('cold')
      await store.warm(at, FACTS)
      expect(await store.join({ ...at, round: 1 }, 'ann', 0, 0)).toBe('stale')
      expect(await store.join(at, 'ann', 0, 0)).toBe('no-numbers')
      expect(await store.join({ ...at, round: 3 }, 'ann', 0, 0)).toBe('cold')
    })

    it('gives numbers in order, one a person, however many ask at once', async () => {
      const at = await line()
      const numbers = await inParallel(range(200), under.width, n => join(at, `person-${n % 50}`))
      expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(range(50).map(n => n + 1))
      range(200).forEach(n => expect(numbers[n]).toBe(numbers[n % 50]))
      expect(await store.numberOf(at, 'person-7')).toBe(numbers[7])
      expect(await store.numberOf(at, 'nobody')).toBe(0)
    })

    it('stops at the numbers that were granted', async () => {
      const at = { sessionId: newId(), round: 1 }
      await store.warm(at, FACTS)
      await store.grant(at, 2)
      const numbers = await inParallel(range(5), under.width, n => store.join(at, `p${n}`, 0, 0))
      expect(numbers.filter(joined => joined === 'no-numbers')).toHaveLength(3)
      await store.grant(at, 3)
      expect(await join(at, 'late')).toBe(3)
    })

    it('honours a number that somebody carries, and goes on behind it', async () => {
      const at = await line({ numbersUpTo: 10 })
      expect(await join(at, 'ann', 4)).toBe(4)
      expect(await join(at, 'bob')).toBe(11)
      expect(await join(at, 'ann')).toBe(4)
      expect(await join(at, 'ann', 4, 4)).toBe(12)
    })

    it('freezes who came early, with those who are still there, and shows the doors as shut until they open', async () => {
      const at = await line()
      await inParallel(range(20), under.width, n => join(at, `p${n}`))
      expect(await touch(at, 3, null)).toMatchObject({ phase: 'lobby', state: 'waiting' })
      const first = await store.freeze(at) as { early: number, present: Uint8Array }
      expect(first.early).toBe(20)
      expect(range(20).every(n => hasBit(first.present, n + 1))).toBe(true)
      expect(await join(at, 'after')).toBe(21)
      expect(await store.freeze(at)).toMatchObject({ early: 20 })
      expect(await touch(at, 3, null)).toMatchObject({ phase: 'drawing' })
      await store.openDoors(at, 20, first.present)
      expect(await touch(at, 21)).toMatchObject({ phase: 'open', state: 'waiting' })
    })

    it('tells how much room is inside where it may fill, and how fast people leave once enough have', async () => {
      const unbound = await opened(2, { perMinute: 60 })
      expect((await touch(unbound, 2)).free).toBeGreaterThan(1_000_000)
      const at = await opened(60, { perMinute: 60_000, maxInside: 20 })
      await vi.waitUntil(async () => (await touch(at, 60)).free === 0, { timeout: 10_000, interval: 20 })
      expect(await touch(at, 60)).toMatchObject({ state: 'waiting', leavePerMinute: 0 })
      // The first who leaves begins the count, and of a few nothing is concluded.
      for (const place of range(4)) {
        await store.end(at, '', place + 1, 'left')
        await touch(at, 60)
      }
      expect(await touch(at, 60)).toMatchObject({ free: 0, leavePerMinute: 0 })
      for (const place of range(9)) {
        await store.end(at, '', place + 5, 'left')
        await touch(at, 60)
      }
      expect((await touch(at, 60)).leavePerMinute).toBeGreaterThan(0)
    })

    it('lets nobody in before his turn, and people in the order in which they stand', async () => {
      const at = await opened(8, { perMinute: 600 })
      expect(await store.enter(at, 8)).toBe('not-yet')
      await vi.waitUntil(async () => {
        // Looked at from behind: whoever is called was called before, and so was everybody before him.
        const called: boolean[] = []
        for (const place of range(8).map(n => n + 1).reverse()) called.unshift((await touch(at, place)).state === 'called')
        const first = called.indexOf(false)
        expect(called.slice(first === -1 ? 8 : first + 1)).not.toContain(true)
        return first === -1
      }, { timeout: 10_000, interval: 20 })
      const entered = await store.enter(at, 1) as { remainingMs: number }
      expect(entered.remainingMs).toBeGreaterThan(FACTS.insideMs - 1000)
      expect(await store.isInside(at, 1)).toBe(true)
      expect(await store.isInside(at, 2)).toBe(false)
      expect((await store.enter(at, 1) as { remainingMs: number }).remainingMs).toBeLessThanOrEqual(entered.remainingMs)
    })

    it('says exactly how many wait before each', async () => {
      const at = await opened(100, { perMinute: 1 })
      expect(await touch(at, 1)).toMatchObject({ state: 'called' })
      for (const place of [2, 3, 9, 17, 64, 100]) expect(await touch(at, place)).toMatchObject({ state: 'waiting', ahead: place - 2, waiting: 99 })
    })

    it('passes over who is not there, and takes him first when he comes back', async () => {
      const at = { sessionId: newId(), round: 1 }
      await store.warm(at, FACTS)
      await store.grant(at, 100)
      await inParallel(range(4), 1, n => join(at, `p${n}`))
      await store.freeze(at)
      await store.openDoors(at, 4, bitsOf([3, 4]))
      await store.tune(at, { ...FACTS, perMinute: 60_000 })
      await vi.waitUntil(async () => (await touch(at, 4)).state === 'called')
      expect(await touch(at, 3)).toMatchObject({ state: 'called' })
      await vi.waitUntil(async () => (await touch(at, 1)).state === 'called')
      await vi.waitUntil(async () => (await touch(at, 2)).state === 'called')
    })

    it('keeps at most so many inside, and lets the next in for who leaves', async () => {
      const at = await opened(5, { perMinute: 60_000, maxInside: 2 })
      await vi.waitUntil(async () => (await touch(at, 2)).state === 'called')
      expect(await touch(at, 3)).toMatchObject({ state: 'waiting', ahead: 0 })
      await store.enter(at, 1)
      expect(await touch(at, 3)).toMatchObject({ state: 'waiting' })
      await store.end(at, 'p0', 1, 'left')
      await vi.waitUntil(async () => (await touch(at, 3)).state === 'called')
      expect(await store.enter(at, 1)).toBe('over')
      expect(await store.counts(at)).toMatchObject({ left: 1, bought: 0, inside: 0, called: 2 })
    })

    it('takes a turn back that nobody took, and keeps his place for him', async () => {
      const at = await opened(2, { perMinute: 60_000, maxInside: 1, enterMs: 150 })
      expect(await touch(at, 1)).toMatchObject({ state: 'called' })
      await vi.waitUntil(async () => (await touch(at, 2)).state === 'called')
      expect(await touch(at, 1)).toMatchObject({ state: 'waiting', ahead: 0 })
      await vi.waitUntil(async () => (await touch(at, 1)).state === 'called', { timeout: 5000 })
    })

    it('ends the time inside', async () => {
      const at = await opened(1, { insideMs: 100 })
      await touch(at, 1)
      await store.enter(at, 1)
      await vi.waitUntil(async () => !(await store.isInside(at, 1)))
      expect(await touch(at, 1)).toMatchObject({ state: 'over' })
      expect(await store.enter(at, 1)).toBe('over')
    })

    it('rests while it is paused, and does not make up for it', async () => {
      const at = await opened(400, { perMinute: 60_000 })
      await store.tune(at, { ...FACTS, perMinute: 60_000, isPaused: true })
      const before = await store.counts(at) as { letThrough: number }
      const restedUntil = performance.now() + 100
      await vi.waitUntil(() => performance.now() > restedUntil)
      expect(await store.counts(at)).toMatchObject({ letThrough: before.letThrough })
      await store.tune(at, { ...FACTS, perMinute: 1 })
      expect((await store.counts(at) as { letThrough: number }).letThrough).toBeLessThanOrEqual(before.letThrough + 301)
    })

    it('counts an order of somebody inside until it is paid: then he is done', async () => {
      const at = await opened(2, { perMinute: 60_000 })
      await touch(at, 1)
      await store.enter(at, 1)
      await store.noteOrder(at, 'an order', 1)
      expect(await store.counts(at)).toMatchObject({ buying: 1, inside: 1 })
      expect(await store.closeOrder(at, 'another', true)).toBeNull()
      expect(await store.closeOrder(at, 'an order', true)).toBe(1)
      expect(await store.closeOrder(at, 'an order', true)).toBeNull()
      expect(await store.isInside(at, 1)).toBe(false)
      expect(await store.counts(at)).toMatchObject({ buying: 0, inside: 0, bought: 1 })
    })

    it('after a FLUSHALL it is cold, and filled again it admits nobody who was, and goes on where it stood', async () => {
      const at = await opened(6, { perMinute: 600 })
      await under.flush()
      expect(await store.touch(at, 1, 1)).toBe('cold')
      await store.warm(at, { ...FACTS, perMinute: 60_000, numbersUpTo: 1000, early: 6, servedUpTo: 3, done: bitsOf([1, 2]), inside: [{ position: 3, remainingMs: 60_000 }] })
      await store.grant(at, 2000)
      expect(await touch(at, 1)).toMatchObject({ state: 'over' })
      expect(await store.enter(at, 2)).toBe('over')
      expect(await store.isInside(at, 3)).toBe(true)
      expect(await join(at, 'p4', 5)).toBe(5)
      await vi.waitUntil(async () => (await touch(at, 5)).state === 'called')
      expect(await join(at, 'somebody new')).toBe(1001)
    })

    it('lets nobody through until a line that was filled again has seen who is there', async () => {
      const at = await line({ early: 0, perMinute: 60_000, settleMs: 400 })
      await join(at, 'ann')
      expect(await touch(at, 1)).toMatchObject({ state: 'waiting' })
      const startedAt = performance.now()
      await vi.waitUntil(async () => (await touch(at, 1)).state === 'called')
      expect(performance.now() - startedAt).toBeGreaterThan(250)
    })

    async function opened(count: number, facts: Partial<LineFacts> = {}): Promise<Line> {
      const at = await line(facts)
      await inParallel(range(count), under.width, n => join(at, `p${n}`))
      const { early, present } = await store.freeze(at) as { early: number, present: Uint8Array }
      await store.openDoors(at, early, present)
      return at
    }
  })
}

const FACTS: LineFacts = { perMinute: 60, maxInside: 1_000_000, insideMs: 600_000, enterMs: 120_000, isPaused: false, numbersUpTo: 0, early: null, servedUpTo: 0, done: new Uint8Array(), inside: [], settleMs: 0 }
