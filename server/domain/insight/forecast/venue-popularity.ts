import { quantile } from './regression.ts'

/** Sessions of the rest of the house that a venue's own must outweigh. */
const PRIOR_SESSIONS = 5
export const FEWEST_AT_VENUE = 3

export interface VenuePopularity {
  /** Its past sessions. */
  sessions: number
  /** Which share of the hall a session there is expected to sell, and between which shares eight of ten of its past ones lay. */
  low: number
  middle: number
  high: number
}

/**
 * How full the halls of a venue were, as shares of their places. The few sessions of a small venue are pulled towards those of the whole
 * house (credibility; Bühlmann 1967), so that one good evening makes no favourite. Null: too few to say.
 */
export function venuePopularity(venue: readonly number[], house: readonly number[]): VenuePopularity | null {
  if (venue.length < FEWEST_AT_VENUE) return null
  const prior = house.length ? mean(house) : mean(venue)
  const middle = (venue.reduce((sum, share) => sum + share, 0) + PRIOR_SESSIONS * prior) / (venue.length + PRIOR_SESSIONS)
  const sorted = venue.toSorted((a, b) => a - b)
  return { sessions: venue.length, low: Math.min(middle, quantile(sorted, 0.1)), middle, high: Math.max(middle, quantile(sorted, 0.9)) }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
