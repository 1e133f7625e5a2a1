import type { SeatFrame, SessionStatusReply } from '#shared/api/catalogue.ts'
import type { HoldDeps } from './hold-deps.ts'
import { sessionStatus } from './session-status.ts'

/** What a watcher is sent. */
export type FeedMessage = { kind: 'seats', frame: SeatFrame } | { kind: 'snapshot', status: SessionStatusReply } | { kind: 'paused' }
type Listener = (message: FeedMessage) => void

interface Watched {
  version: number
  listeners: Set<Listener>
  timer: NodeJS.Timeout
  asking: boolean
  paused: boolean
}

/** Frames a second are bounded by this wait, in ms: changes in between are coalesced to the last state of each seat. */
const FRAME_MS = 200

/**
 * One hub a process: asks the store what changed in each session that somebody here watches, once for all its watchers.
 * The store keeps a numbered stream of changes, so any process can serve any watcher from any version, over any transport.
 */
export class SeatFeedHub {
  readonly #deps: HoldDeps
  readonly #watched = new Map<string, Watched>()

  constructor(deps: HoldDeps) {
    this.#deps = deps
  }

  /** Watchers of this process. */
  get watchers(): number {
    return [...this.#watched.values()].reduce((sum, w) => sum + w.listeners.size, 0)
  }

  /**
   * Starts to watch. What changed after `version` comes first (or a snapshot, where that is too long ago or nobody knows),
   * then every frame. Returns how to stop.
   */
  async watch(sessionId: string, version: number | null, listener: Listener): Promise<() => void> {
    const missed = version === null ? 'gap' : await this.#deps.holds.changesSince(sessionId, version).catch(() => 'gap' as const)
    if (missed === 'gap' || missed === 'cold') {
      const status = await sessionStatus(this.#deps, sessionId)
      listener({ kind: 'snapshot', status })
      return this.#join(sessionId, status.version, listener)
    }
    if (missed.seats.length > 0) listener({ kind: 'seats', frame: missed })
    return this.#join(sessionId, missed.version, listener)
  }

  #join(sessionId: string, version: number, listener: Listener): () => void {
    const watched = this.#watched.get(sessionId) ?? this.#open(sessionId, version)
    // A newcomer that is ahead of the hub sees some changes twice, which is harmless; one that is behind must not miss any.
    watched.version = Math.min(watched.version, version)
    watched.listeners.add(listener)
    return () => {
      watched.listeners.delete(listener)
      if (watched.listeners.size > 0) return
      clearInterval(watched.timer)
      if (this.#watched.get(sessionId) === watched) this.#watched.delete(sessionId)
    }
  }

  #open(sessionId: string, version: number): Watched {
    const watched: Watched = { version, listeners: new Set(), asking: false, paused: false, timer: setInterval(() => void this.#ask(sessionId, watched), FRAME_MS) }
    watched.timer.unref()
    this.#watched.set(sessionId, watched)
    return watched
  }

  async #ask(sessionId: string, watched: Watched): Promise<void> {
    if (watched.asking) return
    watched.asking = true
    try {
      const since = watched.version
      const changes = await this.#deps.holds.changesSince(sessionId, since)
      if (changes === 'gap' || changes === 'cold' || watched.paused) await this.#sendSnapshot(sessionId, watched)
      else if (changes.version !== since) {
        // A newcomer from further back may have come meanwhile: what he misses is asked for next time.
        if (watched.version === since) watched.version = changes.version
        send(watched, { kind: 'seats', frame: changes })
      }
    } catch {
      // The store is away: watchers are told once and get a snapshot when it is back.
      if (!watched.paused) send(watched, { kind: 'paused' })
      watched.paused = true
    } finally {
      watched.asking = false
    }
  }

  async #sendSnapshot(sessionId: string, watched: Watched): Promise<void> {
    const status = await sessionStatus(this.#deps, sessionId)
    watched.paused = status.version === 0
    watched.version = status.version
    if (!watched.paused) send(watched, { kind: 'snapshot', status })
  }
}

function send(watched: Watched, message: FeedMessage): void {
  for (const listener of watched.listeners) listener(message)
}
