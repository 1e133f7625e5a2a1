import { CLOSED_STATES } from './closed-states.ts'

/**
 * What a gate says of what it was shown, by the server or by a phone without a network: one vocabulary for both.
 * `admitted` and `left` are the only ones on which somebody walks through.
 */
export const VERDICTS = [
  'admitted', 'left', 'undone',
  /** Inside already, or scanned before at a gate that lets nobody in twice. */
  'already-used',
  /** Scanned out, but not inside. */
  'not-inside',
  'wrong-session', 'wrong-gate', 'too-early', 'too-late',
  ...CLOSED_STATES,
  /** Of a session that was cancelled. */
  'cancelled',
  // Of the code (shared/tickets/code-verdict.ts).
  'not-a-ticket', 'forged', 'old-key', 'old-code', 'stale-code', 'kind-not-accepted',
  /** Genuine, but not on the list (yet). */
  'unknown',
  /** Too late to take it back, or another phone's. */
  'not-undone'
] as const

export type Verdict = (typeof VERDICTS)[number]

/** Whether somebody passes on it. */
export const lets = (verdict: Verdict) => verdict === 'admitted' || verdict === 'left'

/** How long a phone may take back what it has done, in ms. */
export const UNDO_MS = 5 * 60_000

/** A clock that is further off than this is told of, in ms: below it, nobody's order of events changes. */
export const CLOCK_TOLERANCE_MS = 60_000
