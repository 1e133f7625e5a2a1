/** What an answer costs: never asked for more often, in ms, and so many that this process gives a second without buyers noticing. */
export interface PollCost { leastMs: number, perSecond: number }

/** The status of seats, which is kept ready; live lines are for more. */
const READY: PollCost = { leastMs: 3_000, perSecond: 200 }
const MOST_MS = 60_000
/** Over how long is counted, in ms. */
const WINDOW_MS = 5_000

/**
 * How long those who poll are to wait. All of them together are to ask as often as this process bears, so the more there are,
 * the longer each waits; and no two wait equally long, so that they do not ask all at once.
 */
export class PollPace {
  readonly #now: () => number
  #windowEndsAt: number
  readonly #cost: PollCost
  #asked = 0
  #paceMs: number

  constructor(now: () => number = () => performance.now(), cost: PollCost = READY) {
    this.#now = now
    this.#cost = cost
    this.#paceMs = cost.leastMs
    this.#windowEndsAt = now() + WINDOW_MS
  }

  /** Counts somebody who asks, and says in how many ms he may ask again. */
  next(): number {
    const late = this.#now() - this.#windowEndsAt
    if (late >= 0) {
      const perSecond = this.#asked / ((WINDOW_MS + late) / 1000)
      // Who waits already does so at the old pace, so it shows late what a change did: up quickly, down with care.
      const change = Math.min(2, Math.max(0.9, perSecond / this.#cost.perSecond))
      this.#paceMs = Math.min(MOST_MS, Math.max(this.#cost.leastMs, this.#paceMs * change))
      this.#asked = 0
      this.#windowEndsAt = this.#now() + WINDOW_MS
    }
    this.#asked++
    return Math.round(this.#paceMs * (0.8 + 0.4 * Math.random()))
  }
}
