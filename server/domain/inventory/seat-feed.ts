import { recently } from '#shared/memo/recently.ts'
import { AskRhythm, type Asked, FRAME_MS } from './ask-rhythm.ts'
import { CURRENT, type FeedMessage, PAUSED, frameOf, snapshotOf } from './feed-message.ts'
import type { HoldDeps } from './hold-deps.ts'
import { RecentFrames } from './recent-frames.ts'
import { recentStatus, sessionStatus } from './session-status.ts'

/** Where a watcher's messages go. */
export interface FeedReader {
  /** He has not read what he was sent: more would only pile up. */
  isFull(): boolean
  send(message: FeedMessage): void
  /** He is told nothing more. */
  close(): void
}

interface Watcher { reader: FeedReader, version: number, hasLeft: boolean, behindSince: number }

/** Watchers told in one go. Between two goes others have their turn: buyers come first. */
const TOLD_AT_ONCE = 250
/** Somebody who reads nothing for so long, in ms, is gone or will not miss us. */
const PATIENCE_MS = 30_000
/** The version of somebody who knows nothing, and of a status that the store had no part in. */
const NOTHING = 0

/**
 * One session, as the watchers of this process see it: the store is asked once for all of them. Each has a version of his own
 * and ends with the last state of every seat, or is told that nobody knows it.
 */
export class SeatFeed {
  readonly #deps: HoldDeps
  readonly #sessionId: string
  readonly #rhythm: AskRhythm
  readonly #frames = new RecentFrames()
  /** Who gets every frame; who is yet to learn what he missed is not among them, nor is who does not read. */
  readonly #following = new Set<Watcher>()
  readonly #behind = new Set<Watcher>()
  /** People who come back after an outage missed the same: asked for once. */
  readonly #missed = recently<FeedMessage>(FRAME_MS, { name: 'feed-catch-ups' })
  #watcherCount = 0
  #isPaused = false

  constructor(deps: HoldDeps, sessionId: string) {
    this.#deps = deps
    this.#sessionId = sessionId
    this.#rhythm = new AskRhythm(() => this.#ask(), changed => deps.holds.onChange(sessionId, changed))
  }

  get watchers(): number {
    return this.#watcherCount
  }

  /** Tells what changed after `version` (null: everything) and that this was all, then every frame. Returns how to stop; throws where not even Postgres answers. */
  async join(reader: FeedReader, version: number | null): Promise<() => void> {
    const watcher: Watcher = { reader, version: version ?? NOTHING, hasLeft: false, behindSince: 0 }
    this.#watcherCount++
    const leave = () => {
      if (watcher.hasLeft) return
      watcher.hasLeft = true
      this.#watcherCount--
      this.#following.delete(watcher)
      this.#behind.delete(watcher)
    }
    try {
      await this.#catchUp(watcher)
    } catch (error) {
      leave()
      throw error
    }
    return leave
  }

  /** Nobody watches any more. */
  end(): void {
    this.#rhythm.end()
  }

  async #catchUp(watcher: Watcher): Promise<void> {
    let frames = this.#frames.after(watcher.version)
    while (!frames) {
      const message = await this.#missed(this, String(watcher.version), () => this.#whatChangedAfter(watcher.version))
      if (watcher.hasLeft || !this.#give(watcher, message)) return
      const version = 'version' in message ? message.version : NOTHING
      if (version === NOTHING) this.#pause()
      else if (this.#frames.version === null) this.#frames.beginAt(version)
      // Asked later than the feed did: the frames that come have all that he lacks.
      frames = version === NOTHING || version >= this.#frames.version! ? [] : this.#frames.after(version)
    }
    for (const frame of frames) if (!this.#give(watcher, frame)) return
    this.#following.add(watcher)
    this.#give(watcher, this.#isPaused ? PAUSED : CURRENT)
  }

  async #whatChangedAfter(version: number): Promise<FeedMessage> {
    if (version !== NOTHING) {
      const changes = await this.#deps.holds.changesSince(this.#sessionId, version).catch(() => 'gap' as const)
      if (changes !== 'gap' && changes !== 'cold') return frameOf(changes)
    }
    return snapshotOf(await recentStatus(this.#deps, this.#sessionId))
  }

  async #ask(): Promise<Asked> {
    try {
      this.#lookAfterSlowReaders()
      // Somebody is just being told the first status: the feed begins with it.
      if (this.#frames.version === null && !this.#isPaused) return 'same'
      return await this.#tellWhatChanged(this.#frames.version ?? NOTHING)
    } catch {
      // The store is away, or Postgres is when the store has to be filled.
      this.#pause()
      return 'away'
    }
  }

  async #tellWhatChanged(since: number): Promise<Asked> {
    const changes = await this.#deps.holds.changesSince(this.#sessionId, since)
    if (changes === 'gap' || changes === 'cold' || this.#isPaused) return await this.#beginAnew()
    if (changes.version === since) return 'same'
    const frame = frameOf(changes)
    this.#frames.add(frame)
    await this.#tell(frame)
    return 'changed'
  }

  async #beginAnew(): Promise<Asked> {
    const status = await sessionStatus(this.#deps, this.#sessionId)
    if (status.version === NOTHING) {
      this.#pause()
      return 'away'
    }
    this.#isPaused = false
    this.#frames.beginAt(status.version)
    await this.#tell(snapshotOf(status))
    return 'changed'
  }

  #pause(): void {
    if (this.#isPaused) return
    this.#isPaused = true
    this.#rhythm.noteAway()
    void this.#tell(PAUSED)
  }

  async #tell(message: FeedMessage): Promise<void> {
    let told = 0
    for (const watcher of [...this.#following]) {
      if (++told % TOLD_AT_ONCE === 0) await new Promise(resolve => setImmediate(resolve))
      if (this.#following.has(watcher)) this.#give(watcher, message)
    }
  }

  /** False: he does not read. Nothing is kept for him; when he reads again he is told what he missed, in one message. */
  #give(watcher: Watcher, message: FeedMessage): boolean {
    if (message.kind === 'seats' && message.version <= watcher.version) return true
    if (watcher.reader.isFull()) {
      this.#following.delete(watcher)
      watcher.behindSince = performance.now()
      this.#behind.add(watcher)
      return false
    }
    watcher.reader.send(message)
    if ('version' in message) watcher.version = message.version
    return true
  }

  #lookAfterSlowReaders(): void {
    for (const watcher of this.#behind) {
      if (!watcher.reader.isFull()) {
        this.#behind.delete(watcher)
        void this.#catchUp(watcher).catch(() => watcher.reader.close())
      } else if (performance.now() - watcher.behindSince > PATIENCE_MS) watcher.reader.close()
    }
  }
}
