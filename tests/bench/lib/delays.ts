import type { Judgement } from './watcher-process.ts'
import type { Told } from './raw-watcher.ts'

/** When each frame came to each watcher: so little is done while measuring that it does not disturb. */
export class Delays {
  readonly #frames = new Map<number, { seats: number[], arrivedAt: number[] }>()

  add({ version, seats }: Told, atMs: number): void {
    const frame = this.#frames.get(version)
    if (frame) frame.arrivedAt.push(atMs)
    else this.#frames.set(version, { seats, arrivedAt: [atMs] })
  }

  /**
   * The delay of each change at each watcher, from the moment before it was asked for. Each seat changes once, so a frame
   * that names it brings its change.
   */
  judge(changes: [seat: number, atMs: number][], watchers: number): Judgement {
    const changedAt = new Map(changes)
    // By the millisecond: tens of millions of delays fit in that.
    const byMs = new Uint32Array(120_000)
    let count = 0
    let max = 0
    for (const { seats, arrivedAt } of this.#frames.values()) {
      for (const seat of seats) {
        const madeAt = changedAt.get(seat)
        if (madeAt === undefined) continue
        for (const at of arrivedAt) {
          const ms = Math.max(0, Math.round(at - madeAt))
          byMs[Math.min(ms, byMs.length - 1)]!++
          max = Math.max(max, ms)
          count++
        }
      }
    }
    const below = (share: number) => {
      let left = share * count
      return byMs.findIndex(n => (left -= n) <= 0)
    }
    return { count, p50: below(0.5), p95: below(0.95), p99: below(0.99), max, missing: changes.length * watchers - count }
  }
}
