import { CLOCK_TOLERANCE_MS, UNDO_MS } from './verdicts.ts'

/** What somebody did at a gate with one ticket, whoever decided it. */
export interface Passage {
  deviceId: string
  gateId: string
  nonce: string
  sequence: number
  kind: 'entry' | 'exit' | 'undo'
  /** Of an undo: the nonce of what it takes back. */
  undoes: string | null
  passed: boolean
  /** Without the error of the device's clock, in ms since 1970. */
  atMs: number
}

export interface History<P extends Passage> {
  isInside: boolean
  /** Somebody walked in on it and it was not taken back. */
  isUsed: boolean
  /** Entries in their order. */
  entries: P[]
  /** Two or more who walked in on one ticket with nobody leaving between: all of them, in their order. */
  together: P[]
}

/**
 * What happened with one ticket, from everything that was recorded of it. It looks at the set of passages only, never at the order
 * in which they became known, so that phones which come back from an hour without network in any order end in the same answer.
 *
 * On one phone the sequence decides the order, between phones the corrected clocks, and where those are the same the ids.
 */
export function historyOf<P extends Passage>(passages: readonly P[]): History<P> {
  const undoneAt = new Map(passages.filter(p => p.kind === 'undo' && p.passed).map(p => [`${p.deviceId} ${p.undoes}`, p.atMs]))
  const isTakenBack = (p: P) => (undoneAt.get(`${p.deviceId} ${p.nonce}`) ?? Infinity) - p.atMs <= UNDO_MS + CLOCK_TOLERANCE_MS
  const walked = inOrder(passages.filter(p => p.kind !== 'undo' && p.passed && !isTakenBack(p)))
  const entries: P[] = []
  const together = new Set<P>()
  let inside: P | null = null
  for (const passage of walked) {
    if (passage.kind === 'exit') {
      inside = null
      continue
    }
    entries.push(passage)
    if (inside) together.add(inside).add(passage)
    inside = passage
  }
  return { isInside: inside !== null, isUsed: entries.length > 0, entries, together: [...together] }
}

function inOrder<P extends Passage>(passages: readonly P[]): P[] {
  const latest = new Map<string, number>()
  // A clock that was set back in the middle does not turn a phone's own order round.
  const timed = passages.toSorted((a, b) => a.sequence - b.sequence || compare(a.nonce, b.nonce)).map((passage) => {
    const atMs = Math.max(passage.atMs, latest.get(passage.deviceId) ?? -Infinity)
    latest.set(passage.deviceId, atMs)
    return { passage, atMs }
  })
  return timed.toSorted((a, b) => a.atMs - b.atMs || compare(a.passage.deviceId, b.passage.deviceId) || a.passage.sequence - b.passage.sequence || compare(a.passage.nonce, b.passage.nonce)).map(({ passage }) => passage)
}

const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0
