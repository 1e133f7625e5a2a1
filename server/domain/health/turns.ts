/** How long after its time a round may be before somebody should look, in ms: a turn may take a while. */
const PATIENCE_MS = 90_000

interface Turn { everyMs: number, watchedSince: number, endedAt: number | null, failure: string | null }

/** The turns of the rounds that this process makes (server/jobs/rounds.ts). None are known where other processes make them. */
export class Turns {
  readonly #rounds = new Map<string, Turn>()
  readonly #clock: () => number

  /** `clock`: milliseconds that never go back. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** This process makes this round, every so many ms. */
  watch(name: string, everyMs: number): void {
    this.#rounds.set(name, { everyMs, watchedSince: this.#clock(), endedAt: null, failure: null })
  }

  /** A turn has ended; `failure`: how, where not well. */
  ended(name: string, failure: string | null = null): void {
    const turn = this.#rounds.get(name)
    if (!turn) return
    turn.failure = failure
    if (failure === null) turn.endedAt = this.#clock()
  }

  /** How many rounds this process makes. */
  get count(): number {
    return this.#rounds.size
  }

  /** Those without a good end for too long: since when, in s, and what the last turn failed with. */
  late(): { name: string, seconds: number, failure: string | null }[] {
    return [...this.#rounds].flatMap(([name, { everyMs, watchedSince, endedAt, failure }]) => {
      const idleMs = this.#clock() - (endedAt ?? watchedSince)
      return idleMs > everyMs + PATIENCE_MS ? [{ name, seconds: Math.round(idleMs / 1000), failure }] : []
    })
  }
}
