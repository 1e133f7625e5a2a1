import type { LineFacts, LineTempo, Outcome, Standing } from '#server/domain/queue/line-store.ts'
import { BURST_SECONDS, LEAVERS_MEMORY_MS, LEAVERS_SHARE, LEAVERS_TO_KNOW, SEEN_WINDOW_MS, TEMPO_MEMORY_MS, TEMPO_PRIOR_MS, TURNS_AT_ONCE, UNBOUND } from './lua.ts'

/** One line as the Lua scripts see it, in plain objects. Function by function the same as theirs. */
export class MemoryLine {
  readonly round: number
  phase: Standing['phase']
  last: number
  limit: number
  early: number
  readonly people = new Map<string, number>()
  readonly inside = new Map<number, number>()
  readonly orders = new Map<string, number>()
  readonly ended = { bought: 0, left: 0 }
  letThrough = 0
  waiting = 0
  readonly #called = new Map<number, number>()
  readonly #late = new Set<number>()
  readonly #done: Set<number>
  /** Place -> the window in which it was last seen. */
  readonly #seen = new Map<number, number>()
  /** How many are present up to each place, as of `#lookedAt`. */
  #present = new Int32Array(1)
  #lookedAt = 0
  #served: number
  #credit = 1
  #creditAt: number
  #tempo!: LineTempo
  #turnsLately = 0
  #msLately = 0
  /** Who left since the last look, and of late: how many, and for how many ms in sum others were inside meanwhile. */
  #left = 0
  #leftLately = 0
  #staysLately = 0
  #leaversAt: number | null = null

  constructor(round: number, facts: LineFacts) {
    this.round = round
    this.phase = facts.early === null ? 'lobby' : 'open'
    this.early = facts.early ?? 0
    this.last = this.limit = facts.numbersUpTo
    this.#served = facts.servedUpTo
    this.#done = new Set(placesIn(facts.done))
    for (const { position, remainingMs } of facts.inside) this.inside.set(position, Date.now() + remainingMs)
    this.#creditAt = Date.now() + facts.settleMs
    this.tune(facts)
  }

  tune(tempo: LineTempo) {
    this.advance()
    this.#tempo = { ...tempo }
    this.#turnsLately = tempo.perMinute * TEMPO_PRIOR_MS / 60_000
    this.#msLately = TEMPO_PRIOR_MS
  }

  see(place: number) {
    this.#seen.set(place, windowNow())
  }

  isPresent(place: number): boolean {
    return (this.#seen.get(place) ?? -1) >= windowNow() - 1
  }

  openDoors(early: number, present: Uint8Array) {
    const since: number[] = []
    for (let number = early + 1; number <= this.last; number++) if (this.isPresent(number)) since.push(number)
    this.#seen.clear()
    for (const place of [...placesIn(present), ...since]) this.see(place)
    this.phase = 'open'
    this.early = early
    this.#served = 0
    this.#credit = 1
    this.#creditAt = Date.now()
    this.#lookedAt = 0
  }

  stateOf(place: number): { state: Standing['state'], remainingMs: number } {
    const now = Date.now()
    const insideMs = (this.inside.get(place) ?? 0) - now
    if (insideMs > 0) return { state: 'inside', remainingMs: insideMs }
    const calledMs = (this.#called.get(place) ?? 0) - now
    if (calledMs > 0) return { state: 'called', remainingMs: calledMs }
    return { state: this.#done.has(place) ? 'over' : 'waiting', remainingMs: 0 }
  }

  /** Puts who comes back after his turn to the front. */
  noteLate(place: number) {
    if (place <= this.#served) this.#late.add(place)
  }

  advance() {
    this.#sweep()
    this.#noteLeavers()
    const now = Date.now()
    if (this.phase !== 'open' || !this.#tempo || now < this.#creditAt) return
    const { perMinute, maxInside, enterMs, isPaused } = this.#tempo
    const elapsed = now - this.#creditAt
    this.#creditAt = now
    if (isPaused) return
    this.#credit = Math.min(this.#credit + perMinute * elapsed / 60_000, Math.max(1, perMinute * BURST_SECONDS / 60)) + this.#takeReturned()
    let turns = 0, isIdle = false
    while (this.#credit >= 1 && turns < TURNS_AT_ONCE && this.#called.size + this.inside.size < maxInside) {
      const place = this.#nextInLine()
      if (place === undefined) {
        isIdle = true
        break
      }
      if (!this.isPresent(place)) continue
      this.#called.set(place, now + enterMs)
      this.#credit--
      turns++
    }
    this.letThrough += turns
    if (isIdle) return
    const fade = Math.exp(-elapsed / TEMPO_MEMORY_MS)
    this.#turnsLately = this.#turnsLately * fade + turns
    this.#msLately = this.#msLately * fade + elapsed
  }

  get perMinute(): number {
    return this.#turnsLately * 60_000 / Math.max(1, this.#msLately)
  }

  /** Places inside that nobody has, and how many a minute leave a room that is full: what those far back wait for. */
  get room(): { free: number, leavePerMinute: number } {
    const { perMinute, maxInside, insideMs, enterMs } = this.#tempo
    // Where so many fit in that the pace never fills the room, nobody waits for others to leave.
    if (maxInside >= Math.floor(perMinute * (insideMs + enterMs) / 60_000)) return { free: UNBOUND, leavePerMinute: 0 }
    const free = Math.max(0, maxInside - this.#called.size - this.inside.size)
    return { free, leavePerMinute: this.#leftLately < Math.max(LEAVERS_TO_KNOW, maxInside * LEAVERS_SHARE) ? 0 : this.#leftLately * 60_000 / Math.max(1, this.#staysLately) * maxInside }
  }

  enter(place: number): 'not-yet' | 'over' | { remainingMs: number } {
    this.#sweep()
    const { state, remainingMs } = this.stateOf(place)
    if (state === 'inside') return { remainingMs }
    if (state !== 'called') return state === 'over' ? 'over' : 'not-yet'
    this.#called.delete(place)
    this.inside.set(place, Date.now() + this.#tempo.insideMs)
    return { remainingMs: this.#tempo.insideMs }
  }

  end(place: number, outcome: Outcome) {
    const wasCalled = this.#called.delete(place)
    if (wasCalled) this.#returned++
    if (this.inside.delete(place) || wasCalled) this.#left++
    this.#late.delete(place)
    this.#seen.delete(place)
    if (!this.#done.has(place)) this.ended[outcome]++
    this.#done.add(place)
  }

  /** Counts who is present, at most once a second. */
  lookAround() {
    if (Date.now() - this.#lookedAt < 1000) return
    this.#lookedAt = Date.now()
    this.#present = new Int32Array(this.last + 2)
    for (let place = 1; place <= this.last + 1; place++) this.#present[place] = this.#present[place - 1]! + (this.isPresent(place) ? 1 : 0)
    this.waiting = this.#present[this.last]! - this.#present[Math.min(this.#served, this.last)]!
  }

  ahead(place: number): number {
    if (place <= this.#served) return [...this.#late].filter(other => other < place).length
    const upTo = (at: number) => this.#present[Math.min(at, this.#present.length - 1)]!
    return this.#late.size + Math.max(0, upTo(place - 1) - upTo(this.#served))
  }

  get lateCount() {
    return this.#late.size
  }

  get calledCount() {
    return this.#called.size
  }

  #returned = 0

  #takeReturned(): number {
    const returned = this.#returned
    this.#returned = 0
    return returned
  }

  /** Counted from the first who leaves on: before, nobody has had the time to buy. */
  #noteLeavers() {
    const now = Date.now()
    const left = this.#left
    if (left === 0 && this.#leaversAt === null) return
    const elapsed = now - (this.#leaversAt ?? now)
    const isFirst = this.#leaversAt === null
    this.#leaversAt = now
    this.#left = 0
    if (isFirst) return
    const fade = Math.exp(-elapsed / LEAVERS_MEMORY_MS)
    this.#leftLately = this.#leftLately * fade + left
    this.#staysLately = this.#staysLately * fade + (this.#called.size + this.inside.size + left) * elapsed
  }

  #sweep() {
    const now = Date.now()
    for (const [place, until] of this.#called) {
      if (until > now) continue
      this.#called.delete(place)
      this.#returned++
      this.#left++
    }
    for (const [place, until] of this.inside) {
      if (until > now) continue
      this.inside.delete(place)
      this.#left++
      this.#done.add(place)
      this.ended.left++
    }
  }

  #nextInLine(): number | undefined {
    const late = this.#late.size > 0 ? Math.min(...this.#late) : undefined
    if (late !== undefined) {
      this.#late.delete(late)
      return late
    }
    for (let place = this.#served + 1; place <= this.last; place++) {
      if (!this.isPresent(place)) continue
      this.#served = place
      return place
    }
    return undefined
  }
}

/** The places whose bits are set, the first bit of the first byte for place 0. */
export function placesIn(bits: Uint8Array): number[] {
  const places: number[] = []
  for (let at = 0; at < bits.length; at++) {
    for (let bit = 0; bit < 8; bit++) if (bits[at]! & (0x80 >> bit)) places.push(at * 8 + bit)
  }
  return places
}

const windowNow = () => Math.floor(Date.now() / SEEN_WINDOW_MS)
