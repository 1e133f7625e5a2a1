/** After so many days somebody who came to an event counts half for how popular it is. */
export const POPULARITY_HALF_LIFE_DAYS = 30

/**
 * How many had to do with an event lately, as seen `now`. Kept as a logarithm that counts from 1970: time passes for all events alike,
 * so what is kept stays true without being written again.
 */
export function popularityAt(kept: number | null, now: Date): number {
  return kept === null ? 0 : 2 ** (kept - now.getTime() / 86_400_000 / POPULARITY_HALF_LIFE_DAYS)
}
