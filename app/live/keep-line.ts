import type { OpenLine } from './ways.ts'

/** A line that is blocked or held up on its way brings no greeting by then, in ms. */
const GREETING_MS = 5_000
/** The server gives a sign of life every 15 s; a line that is silent for so long is dead. */
const SILENCE_MS = 40_000
/** Coming back to a line that broke, in ms: spread, for a deploy breaks those of everybody at once. */
const BACK_MS = { least: 300, spread: 2_700 }
/** Waits after rounds in which no way led there, in ms: doubled each time, up to one of these. */
const FIRST_WAIT_MS = 1_500
const LONGEST_WAIT_MS = { worked: 10_000, neverWorked: 60_000 }

export interface LineWishes {
  path: string
  /** Ways there, the best first. */
  ways: readonly OpenLine[]
  /** Kinds of messages that are listened for. */
  kinds: readonly string[]
  /** Up to where everything is known: asked each time that a line is opened. */
  version(): number
  heard(kind: string, body: unknown): void
  /** The line broke, or no way led there. */
  lost(): void
}

/**
 * Keeps a live line open for as long as the page is there: tries one way after the other, stays with the one that worked, and
 * comes back with patience. What was missed meanwhile the server tells first.
 */
export function keepLine({ path, ways, kinds, version, heard, lost }: LineWishes): { stop(): void } {
  const all = ['hello', 'alive', ...kinds]
  let way = 0
  let worked: number | null = null
  let failures = 0
  let isLive = false
  let close = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined

  function open() {
    close()
    after(GREETING_MS, fail)
    close = ways[way]!(path, version(), all, { heard: hear, lost: fail })
  }

  function hear(kind: string, body: unknown) {
    after(SILENCE_MS, fail)
    if (kind === 'hello') {
      worked = way
      failures = 0
      isLive = true
    } else if (kind !== 'alive') heard(kind, body)
  }

  function fail() {
    close()
    if (isLive) {
      isLive = false
      lost()
      return after(BACK_MS.least + BACK_MS.spread * Math.random(), open)
    }
    failures++
    way = (way + 1) % ways.length
    if (failures % ways.length !== 0) return open()
    way = worked ?? 0
    lost()
    const longest = worked === null ? LONGEST_WAIT_MS.neverWorked : LONGEST_WAIT_MS.worked
    const wait = Math.min(longest, FIRST_WAIT_MS * 2 ** (failures / ways.length - 1))
    after(wait * (0.5 + 0.5 * Math.random()), open)
  }

  function after(ms: number, work: () => void) {
    clearTimeout(timer)
    timer = setTimeout(work, ms)
  }

  /** The browser is back in its network: no need to wait. */
  const retry = () => { if (!isLive) open() }
  window.addEventListener('online', retry)
  open()

  return {
    stop: () => {
      clearTimeout(timer)
      window.removeEventListener('online', retry)
      close()
    }
  }
}
