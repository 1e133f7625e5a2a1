/** What the caches of a process are called, in metrics and at the admin's desk. */
export const CACHE_NAMES = [
  'pages', 'logins', 'search-counts', 'stock', 'similar-events', 'seat-status', 'feed-catch-ups', 'sale-sessions', 'quotas', 'waiting-lines', 'gate-digests', 'gate-parts', 'plans', 'plan-files', 'plan-zones'
] as const
export type CacheName = typeof CACHE_NAMES[number]

/** What one cache has been good for since the process began. */
export interface CacheCounts {
  readonly name: CacheName
  hits: number
  misses: number
  /** Of the misses that were loaded to their end: how many, and how long they took together, in ms. */
  loads: number
  loadMs: number
  /** Entries kept now. */
  size(): number
}

const all = new Map<CacheName, CacheCounts>()

/** The counts of a cache; the same for the same name. `size` says how much the newest of that name keeps. */
export function cacheCounts(name: CacheName, size: () => number = () => 0): CacheCounts {
  const counts = all.get(name) ?? { name, hits: 0, misses: 0, loads: 0, loadMs: 0, size }
  counts.size = size
  all.set(name, counts)
  return counts
}

/** Counts a miss, and how long its answer takes where it comes. */
export function countMiss(counts: CacheCounts, answer: Promise<unknown>): void {
  const begun = performance.now()
  counts.misses++
  answer.then(() => {
    counts.loads++
    counts.loadMs += performance.now() - begun
  }, () => {})
}

/** All caches of this process that have been used, in the order of their names. */
export function allCacheCounts(): CacheCounts[] {
  return CACHE_NAMES.flatMap(name => all.get(name) ?? [])
}
