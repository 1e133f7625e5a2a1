import type { Queryable } from '#drizzle/database.ts'

/** An answer is kept so many times as long as it took: counting costs at most a twentieth of one core for each question that is asked all the time. */
const TIMES = 20
const MAX_KEPT_MS = 10_000
/** What is counted faster than this is counted each time. */
const FAST_MS = 10
const MAX_ANSWERS = 500

interface Kept { until: number, answer: Promise<unknown> }

let kept = new WeakMap<object, Map<string, Kept>>()

/**
 * Counts of a large catalogue, shared by all who ask the same at about the same time. Nothing that anybody buys by: numbers beside filters,
 * a few seconds old at most, and made anew as soon as this process indexes a change.
 */
export function keptCount<T>(db: Queryable, key: string, count: () => Promise<T>): Promise<T> {
  const ofDatabase = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, ofDatabase)
  const known = ofDatabase.get(key)
  if (known && performance.now() < known.until) return known.answer as Promise<T>
  const askedAt = performance.now()
  const entry: Kept = { until: Number.POSITIVE_INFINITY, answer: Promise.resolve() }
  const answer = count()
  entry.answer = answer
  ofDatabase.delete(key)
  ofDatabase.set(key, entry)
  if (ofDatabase.size > MAX_ANSWERS) ofDatabase.delete(ofDatabase.keys().next().value!)
  answer.then(() => {
    const took = performance.now() - askedAt
    entry.until = took < FAST_MS ? 0 : performance.now() + Math.min(MAX_KEPT_MS, took * TIMES)
  }, () => { entry.until = 0 })
  return answer
}

/** The catalogue has changed: whatever is asked next is counted again. */
export function forgetCounts(): void {
  kept = new WeakMap()
}
