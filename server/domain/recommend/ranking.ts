/** How much what everybody likes counts beside what this one likes, which is at most 1. Chosen among a few values (docs/recommendations.md). */
const POPULARITY_WEIGHT = 0.5

/** Popularity as a share of that of the most popular, by the order of magnitude: 0 to 1. */
export function popularityShares(popularities: readonly number[]): number[] {
  const top = Math.log1p(Math.max(0, ...popularities))
  return popularities.map(value => top > 0 ? Math.log1p(Math.max(0, value)) / top : 0)
}

/**
 * How well items suit somebody: their nearness, as a share of the nearest of them, helped by how many others came. What is near differs:
 * among events that are known by their words alone the nearest are further away than among films that thousands saw.
 */
export function scores(nearnesses: readonly number[], shares: readonly number[]): number[] {
  const nearest = nearnesses.reduce((max, nearness) => Math.max(max, nearness), 0) || 1
  return nearnesses.map((nearness, at) => nearness / nearest + POPULARITY_WEIGHT * shares[at]!)
}
