import type { Queryable } from '#drizzle/database.ts'
import { cacheCounts, countMiss } from '#shared/memo/cache-counts.ts'

/** An answer is new for so many times as long as it took: counting costs at most a twentieth of one core for each question that is asked all the time. */
const TIMES = 20
const MAX_NEW_MS = 10_000
/** For so long after that it is still given while it is counted again, so that nobody waits for it. */
const MAX_OLD_MS = 10_000
/** What is counted faster than this is counted each time. */
const FAST_MS = 10
const MAX_ANSWERS = 500

interface Kept { newUntil: number, oldUntil: number, answer: Promise<unknown>, isRenewing: boolean }

let kept = new WeakMap<object, Map<string, Kept>>()
let newest: WeakRef<Map<string, Kept>> | undefined
const counts = cacheCounts('search-counts', () => newest?.deref()?.size ?? 0)

/**
 * Counts of a large catalogue, shared by all who ask the same at about the same time. Nothing that anybody buys by: numbers beside filters,
 * twenty seconds old at most, and made anew as soon as this process indexes a change.
 */
export function keptCount<T>(db: Queryable, key: string, count: () => Promise<T>): Promise<T> {
  const ofDatabase = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, ofDatabase)
  newest = new WeakRef(ofDatabase)
  const known = ofDatabase.get(key)
  const now = performance.now()
  if (!known || now >= known.oldUntil) return counted(ofDatabase, key, count)
  if (now >= known.newUntil && !known.isRenewing) {
    known.isRenewing = true
    // A failure is told to whoever asks next, when the old answer is gone.
    counted(ofDatabase, key, count, known).catch(() => {})
  }
  counts.hits++
  return known.answer as Promise<T>
}

/** Counts, and keeps the answer: at once for those who ask meanwhile; where there is an old one, when the new one is there. */
function counted<T>(ofDatabase: Map<string, Kept>, key: string, count: () => Promise<T>, old?: Kept): Promise<T> {
  const from = performance.now()
  const answer = count()
  countMiss(counts, answer)
  const entry: Kept = { newUntil: Number.POSITIVE_INFINITY, oldUntil: Number.POSITIVE_INFINITY, answer, isRenewing: false }
  const put = () => {
    ofDatabase.delete(key)
    ofDatabase.set(key, entry)
    if (ofDatabase.size > MAX_ANSWERS) ofDatabase.delete(ofDatabase.keys().next().value!)
  }
  if (!old) put()
  answer.then(() => {
    const now = performance.now()
    const isFast = now - from < FAST_MS
    entry.newUntil = isFast ? 0 : now + Math.min(MAX_NEW_MS, (now - from) * TIMES)
    entry.oldUntil = isFast ? 0 : entry.newUntil + MAX_OLD_MS
    if (old) put()
  }, () => { ofDatabase.delete(key) })
  return answer
}

/** The catalogue has changed: whatever is asked next is counted again. */
export function forgetCounts(): void {
  kept = new WeakMap()
}
