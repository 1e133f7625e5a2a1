import { LAST_CALL_SECONDS } from '#server/domain/inventory/index.ts'

/** No offer stands shorter than this, in seconds: people have to see the mail, and to find their card. */
export const SHORTEST_SECONDS = 900
/** An offer takes at most this part of the time that is left, so that somebody else has a chance after it. */
const PART_OF_REST = 1 / 4

/**
 * How long an offer that is made now stands, in seconds: what the publisher set, a quarter of the time until the sale ends where
 * that is shorter, never under a quarter of an hour. Null: the sale ends so soon that nothing is offered any more.
 */
export function offerSeconds(offerMinutes: number, secondsLeft: number): number | null {
  if (secondsLeft <= LAST_CALL_SECONDS) return null
  return Math.floor(Math.min(Math.max(SHORTEST_SECONDS, Math.min(offerMinutes * 60, secondsLeft * PART_OF_REST)), secondsLeft))
}
