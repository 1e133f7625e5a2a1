/** How a figure moved against the period before. */
export type Change = { kind: 'share', share: number } | { kind: 'new' } | { kind: 'same' } | { kind: 'none' }

/**
 * Compares as much of both as is over: a day that still runs says nothing against a whole one, so as many buckets of the period before
 * are counted as have ended of this one.
 */
export function changeAgainst(now: readonly number[], before: readonly number[], ended: number): Change {
  const upTo = Math.min(ended, now.length, before.length)
  if (upTo === 0) return { kind: 'none' }
  return changeOf(sum(now.slice(0, upTo)), sum(before.slice(0, upTo)))
}

export function changeOf(now: number, before: number): Change {
  if (now === before) return now === 0 ? { kind: 'none' } : { kind: 'same' }
  // From nothing, or through it, there is no rate.
  if (before <= 0) return now > 0 ? { kind: 'new' } : { kind: 'none' }
  return { kind: 'share', share: (now - before) / before }
}

/** How many buckets are over by then. */
export function endedBuckets(buckets: readonly { endsAt: string }[], asOf: string): number {
  return buckets.filter(bucket => Date.parse(bucket.endsAt) <= Date.parse(asOf)).length
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
