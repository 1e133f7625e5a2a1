/** How many steps back are kept. A step is a reference to an older drawing: it costs what is different, not a copy. */
export const STEPS = 300

/** Steps back and forth. Immutable. */
export interface History<T> {
  present: T
  past: readonly T[]
  future: readonly T[]
  /** Acts of the same key that follow each other are one step, such as five nudges to the left. Null: nothing joins the last one. */
  key: string | null
}

/** A history without steps. */
export function beginHistory<T>(present: T): History<T> {
  return { present, past: [], future: [], key: null }
}

/** The next step. What changes nothing is none. */
export function step<T>(history: History<T>, next: T, key: string | null = null): History<T> {
  if (next === history.present) return history
  if (key !== null && key === history.key) return { ...history, present: next, future: [] }
  return { present: next, past: [...history.past, history.present].slice(-STEPS), future: [], key }
}

/** One step back; the same where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { present: before, past: history.past.slice(0, -1), future: [history.present, ...history.future], key: null }
}

/** One step forth again; the same where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { present: next, past: [...history.past, history.present], future, key: null }
}
