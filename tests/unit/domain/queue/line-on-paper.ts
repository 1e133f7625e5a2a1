import { vi } from 'vitest'
import { etaSeconds, pollAfterMs } from '#server/domain/queue/estimate.ts'
import type { LineFacts, Standing } from '#server/domain/queue/line-store.ts'
import { MemoryLineStore } from '#server/gateways/redis/queue/memory-line-store.ts'

/** A crowd before a waiting room. Times in seconds. */
export interface Crowd {
  people: number
  perMinute: number
  maxInside?: number
  /** All have come after so long. */
  comeWithin: number
  /** Of all, who closes the page for good while he waits; and who does not notice that it is his turn. */
  shareGone: number
  shareAsleep: number
  /** How long one who is inside takes to buy, at least and at most. */
  buysWithin: [number, number]
}

export interface Played {
  /** What somebody was told, and how long it took until his turn, in seconds. */
  told: { at: number, eta: number, took: number }[]
  /** When the turn of each came who noticed it, and when he went in, in seconds since the beginning. */
  called: number[]
  entered: number[]
  /** When somebody was waiting and present for the last time. */
  emptyAt: number
  /** Pairs of people who were called in another order than they came, both present. */
  inversions: number
}

interface Person { number: number, isGone: boolean, isAsleep: boolean, asked: { at: number, eta: number }[], calledAt: number | null }

const LINE = { sessionId: 'on paper', round: 1 }
const ENTER_MS = 120_000

/**
 * Plays a waiting room by a clock of its own: everybody asks when the real rule tells him to, the line is the real one, and only
 * time is made up. The same crowd plays the same way on every machine.
 */
export async function play(crowd: Crowd): Promise<Played> {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
  try {
    return await new Play(crowd).run()
  } finally {
    vi.useRealTimers()
  }
}

class Play {
  readonly #crowd: Crowd
  readonly #store = new MemoryLineStore()
  readonly #chance = chances(7)
  readonly #startMs = Date.now()
  readonly #due = new Agenda()
  readonly #people: Person[] = []
  readonly #played: Played = { told: [], called: [], entered: [], emptyAt: 0, inversions: 0 }

  constructor(crowd: Crowd) {
    this.#crowd = crowd
  }

  async run(): Promise<Played> {
    const { people, perMinute, maxInside = 1_000_000, comeWithin } = this.#crowd
    const facts: LineFacts = { perMinute, maxInside, insideMs: 600_000, enterMs: ENTER_MS, isPaused: false, numbersUpTo: 0, early: 0, servedUpTo: 0, done: new Uint8Array(), inside: [], settleMs: 0 }
    await this.#store.warm(LINE, facts)
    await this.#store.grant(LINE, people)
    for (let n = 0; n < people; n++) this.#due.add(comeWithin * 1000 * n / people, () => this.#come(n))
    for (let event = this.#due.next(); event; event = this.#due.next()) {
      vi.setSystemTime(this.#startMs + event.atMs)
      await event.act()
    }
    this.#countInversions()
    return this.#played
  }

  get #nowMs() {
    return Date.now() - this.#startMs
  }

  async #come(n: number) {
    const joined = await this.#store.join(LINE, `person ${n}`, 0, 0)
    if (typeof joined === 'string') throw new Error(joined)
    const person: Person = { number: joined.number, isGone: this.#chance() < this.#crowd.shareGone, isAsleep: this.#chance() < this.#crowd.shareAsleep, asked: [], calledAt: null }
    this.#people.push(person)
    await this.#ask(person)
  }

  async #ask(person: Person) {
    const standing = await this.#store.touch(LINE, person.number, person.number) as Standing
    if (standing.state === 'called') return this.#called(person, standing)
    const eta = etaSeconds(standing, false)
    if (eta !== null) person.asked.push({ at: this.#nowMs, eta })
    this.#played.emptyAt = this.#nowMs / 1000
    // Who closes the page does so after his third look.
    if (person.isGone && person.asked.length > 2) return
    this.#due.add(this.#nowMs + pollAfterMs(standing, eta, 0, this.#chance()), () => this.#ask(person))
  }

  #called(person: Person, standing: Standing) {
    person.calledAt ??= this.#nowMs - (ENTER_MS - standing.remainingMs)
    this.#played.called.push(person.calledAt / 1000)
    for (const { at, eta } of person.asked) this.#played.told.push({ at: at / 1000, eta, took: (person.calledAt - at) / 1000 })
    person.asked = []
    if (person.isAsleep) return
    this.#due.add(this.#nowMs + 1_000 + 15_000 * this.#chance(), async () => {
      if (typeof await this.#store.enter(LINE, person.number) === 'string') return
      this.#played.entered.push(this.#nowMs / 1000)
      const [least, most] = this.#crowd.buysWithin
      this.#due.add(this.#nowMs + 1000 * (least + (most - least) * this.#chance()), async () => void await this.#store.end(LINE, '', person.number, 'bought'))
    })
  }

  #countInversions() {
    const called = this.#people.filter(person => person.calledAt !== null)
    for (let i = 1; i < called.length; i++) if (called[i]!.calledAt! < called[i - 1]!.calledAt!) this.#played.inversions++
  }
}

/** What is to happen, the soonest first. */
class Agenda {
  readonly #heap: { atMs: number, act: () => Promise<void> | void }[] = []

  add(atMs: number, act: () => Promise<void> | void) {
    const heap = this.#heap
    heap.push({ atMs, act })
    for (let i = heap.length - 1, up = (i - 1) >> 1; i > 0 && heap[i]!.atMs < heap[up]!.atMs; i = up, up = (i - 1) >> 1) [heap[i], heap[up]] = [heap[up]!, heap[i]!]
  }

  next() {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (heap.length === 0 || !last) return first
    heap[0] = last
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2]
      let least = i
      if (left < heap.length && heap[left]!.atMs < heap[least]!.atMs) least = left
      if (right < heap.length && heap[right]!.atMs < heap[least]!.atMs) least = right
      if (least === i) return first
      ;[heap[i], heap[least]] = [heap[least]!, heap[i]!]
      i = least
    }
  }
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
