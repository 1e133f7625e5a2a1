import type { FeedMessage } from './feed-message.ts'

type Frame = FeedMessage & { kind: 'seats' }

/** How many frames are kept: two seconds of a busy sale. Whoever missed more is told the sum of it. */
const MOST_KEPT = 10

/** The last frames of a session, without a gap between them. */
export class RecentFrames {
  #from = 0
  #kept: { from: number, frame: Frame }[] = []
  #version: number | null = null

  /** The version after the last frame; null before anything is known. */
  get version(): number | null {
    return this.#version
  }

  /** Begins anew at a version: what was before it is not kept. */
  beginAt(version: number): void {
    this.#kept = []
    this.#from = version
    this.#version = version
  }

  /** Adds the frame that leads from the version so far to its own. */
  add(frame: Frame): void {
    this.#kept.push({ from: this.#version ?? 0, frame })
    if (this.#kept.length > MOST_KEPT) this.#from = this.#kept.shift()!.frame.version
    this.#version = frame.version
  }

  /** The frames that somebody at `version` has not seen; null where they are not all here. One that he saw half of is among them. */
  after(version: number): Frame[] | null {
    if (this.#version === null || version < this.#from || version > this.#version) return null
    return this.#kept.filter(({ frame }) => frame.version > version).map(({ frame }) => frame)
  }
}
