import { type Vector, addTo, asStored, unit } from './vector.ts'

/** After so long an act counts half of what it did. */
export const TASTE_HALF_LIFE_MS = 180 * 86_400_000

/** Of what somebody did only so many acts, the newest, say what he likes. */
export const ACTS_PER_USER = 200

export interface WeighedItem {
  itemId: string
  at: number
  weight: number
}

/** What an act is worth at `now`. */
export function decayed({ at, weight }: { at: number, weight: number }, now: number, halfLifeMs = TASTE_HALF_LIFE_MS): number {
  return weight * 2 ** (-(now - at) / halfLifeMs)
}

/**
 * Where somebody stands among the items: the sum of those he had to do with, newer ones weighing more. Only the direction counts, and
 * time passes for all acts alike, so it stays true until he does something again. Null for somebody of whom nothing is known.
 */
export function userVector(acts: readonly WeighedItem[], vectors: ReadonlyMap<string, Vector>, halfLifeMs = TASTE_HALF_LIFE_MS): number[] | null {
  const known = acts.filter(act => vectors.has(act.itemId)).sort((a, b) => b.at - a.at || (a.itemId < b.itemId ? -1 : 1)).slice(0, ACTS_PER_USER)
  const newest = known[0]
  if (!newest) return null
  const sum = new Float64Array(vectors.get(newest.itemId)!.length)
  for (const act of known) addTo(sum, vectors.get(act.itemId)!, decayed(act, newest.at, halfLifeMs))
  const direction = unit(sum)
  return direction && asStored(direction)
}
