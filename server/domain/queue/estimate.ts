import type { Standing } from './line-store.ts'

/** Polls a second that the house is ready to answer for one line. */
const POLLS_PER_SECOND = 800
/** Shorter than the time after which somebody counts as gone (SEEN_WINDOW_MS in the gateway), jitter included. */
const LONGEST_MS = 60_000
const SHORTEST_MS = 3_000

type Moving = Pick<Standing, 'ahead' | 'perMinute' | 'free' | 'leavePerMinute'>

/**
 * Seconds until somebody's turn, at the pace of late; for whom there is no room inside yet, not before enough have left. Null where
 * nobody is let through, or while it is not known how fast people leave: a number that turns out ten times too small is worse than none.
 */
export function etaSeconds({ ahead, perMinute, free, leavePerMinute }: Moving, isPaused: boolean): number | null {
  if (isPaused || perMinute < 0.05) return null
  const atThePace = (ahead + 1) * 60 / perMinute
  const beyond = ahead + 1 - free
  if (beyond <= 0) return Math.ceil(atThePace)
  return leavePerMinute < 0.05 ? null : Math.ceil(Math.max(atThePace, beyond * 60 / leavePerMinute))
}

/**
 * When somebody should ask again, in ms: rarely far back, often near the front, and never so that all ask at once.
 * @param chance 0 to 1, evenly spread
 */
export function pollAfterMs(standing: Pick<Standing, 'phase' | 'state' | 'waiting'>, eta: number | null, opensInMs: number, chance: number): number {
  const jitter = (ms: number) => Math.round(ms * (0.85 + 0.3 * chance))
  if (standing.state === 'called') return jitter(5_000)
  if (standing.state === 'inside') return jitter(15_000)
  if (standing.phase === 'lobby') {
    // After the opening as many ask a second as can be answered.
    const spreadMs = Math.max(2_000, standing.waiting / POLLS_PER_SECOND * 1000)
    return opensInMs > LONGEST_MS * 0.75 ? jitter(LONGEST_MS * 0.75) : Math.round(opensInMs + Math.min(LONGEST_MS, spreadMs) * chance)
  }
  if (eta === null) return jitter(15_000)
  const fair = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, eta * 1000 / 8))
  const crowded = eta > 60 ? Math.min(LONGEST_MS, standing.waiting / POLLS_PER_SECOND * 1000) : 0
  return jitter(Math.max(fair, crowded))
}
