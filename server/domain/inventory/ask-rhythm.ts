import type { ChangeHints } from './hold-store.ts'

/** What asking the store came to. */
export type Asked = 'changed' | 'same' | 'away'

/** Frames a second are bounded by this wait, in ms: changes in between are coalesced to the last state of each seat. */
export const FRAME_MS = 200
/** How often is asked, in ms, when nothing is heard of changes: what ran out has to be let go, and a hint may be lost. */
const QUIET_MS = { hinted: 2_000, asking: 1_000 }
/** Where no hints are heard: for how long after a change every frame is asked for, in ms. */
const BUSY_MS = 10_000
/** While the store is away, in ms. */
const RETRY_MS = 500

/**
 * When to ask the store what changed: at once after a hint, never more often than frames are sent, never twice at a time,
 * and now and then without a hint.
 */
export class AskRhythm {
  readonly #ask: () => Promise<Asked>
  readonly #hints: ChangeHints
  #isHinted = false
  #isAsking = false
  #hasEnded = false
  #last: Asked = 'same'
  #askedAt = -Infinity
  #changedAt = -Infinity
  #timer: NodeJS.Timeout | undefined
  #wakesAt = Infinity

  constructor(ask: () => Promise<Asked>, listen: (changed: () => void) => ChangeHints) {
    this.#ask = ask
    this.#hints = listen(() => this.#hear())
    this.#rest()
  }

  /** Asks soon although nothing was heard: somebody noticed that the store is away. */
  noteAway(): void {
    this.#last = 'away'
    this.#rest()
  }

  end(): void {
    this.#hasEnded = true
    clearTimeout(this.#timer)
    this.#hints.stop()
  }

  #hear(): void {
    this.#isHinted = true
    this.#rest()
  }

  #rest(): void {
    if (this.#hasEnded || this.#isAsking) return
    const at = performance.now() + this.#waitMs()
    if (at >= this.#wakesAt) return
    clearTimeout(this.#timer)
    this.#wakesAt = at
    this.#timer = setTimeout(() => void this.#turn(), Math.max(0, at - performance.now())).unref()
  }

  #waitMs(): number {
    const untilNextFrame = Math.max(0, this.#askedAt + FRAME_MS - performance.now())
    if (this.#last === 'away') return RETRY_MS
    if (this.#isHinted) return untilNextFrame
    // Not all sessions in the same moment.
    if (this.#hints.areHeard()) return QUIET_MS.hinted * (0.9 + 0.2 * Math.random())
    return performance.now() - this.#changedAt < BUSY_MS ? untilNextFrame : QUIET_MS.asking
  }

  async #turn(): Promise<void> {
    this.#isAsking = true
    this.#isHinted = false
    this.#askedAt = performance.now()
    this.#last = await this.#ask().catch(() => 'away' as const)
    if (this.#last === 'changed') this.#changedAt = performance.now()
    this.#isAsking = false
    this.#wakesAt = Infinity
    this.#rest()
  }
}
