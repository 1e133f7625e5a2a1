import type { HoldDeps } from './hold-deps.ts'
import { type FeedReader, SeatFeed } from './seat-feed.ts'

/** All the live feeds of one process: one for each session that somebody here watches, over whatever transport. */
export class SeatFeedHub {
  readonly #deps: HoldDeps
  readonly #feeds = new Map<string, SeatFeed>()

  constructor(deps: HoldDeps) {
    this.#deps = deps
  }

  /** Watchers of this process. */
  get watchers(): number {
    return [...this.#feeds.values()].reduce((sum, feed) => sum + feed.watchers, 0)
  }

  /**
   * Starts to watch. What changed after `version` comes first (or a snapshot, where that is too long ago or nobody knows),
   * then every frame. Returns how to stop; throws where neither the store nor Postgres answers.
   */
  async watch(sessionId: string, version: number | null, reader: FeedReader): Promise<() => void> {
    const feed = this.#feeds.get(sessionId) ?? new SeatFeed(this.#deps, sessionId)
    this.#feeds.set(sessionId, feed)
    const endIfLeft = () => {
      if (feed.watchers > 0 || this.#feeds.get(sessionId) !== feed) return
      this.#feeds.delete(sessionId)
      feed.end()
    }
    try {
      const leave = await feed.join(reader, version)
      return () => {
        leave()
        endIfLeft()
      }
    } catch (error) {
      endIfLeft()
      throw error
    }
  }
}
