import { createHash } from 'node:crypto'
import type { ShowOnSale } from './shows-on-sale.ts'

/** What is known of a reader's taste. */
export interface Taste {
  favourites: ReadonlySet<string>
  /** Events that he has tickets for: nobody needs to be told of those. */
  bought: ReadonlySet<string>
  /** Categories of both, and those above them. */
  categoryIds: ReadonlySet<string>
}

export const TIPS = 3

/**
 * A few shows for one reader on one day: his favourites first, then what he likes, then what many buy. A little chance, the same
 * whenever it is asked for, keeps tomorrow's from being today's again.
 */
export function chooseShows(shows: readonly ShowOnSale[], taste: Taste, seed: string): ShowOnSale[] {
  const points = (show: ShowOnSale, rank: number) =>
    (taste.favourites.has(show.eventId) ? 1 : 0) + (show.categoryIds.some(id => taste.categoryIds.has(id)) ? 1 : 0) + (1 - rank / shows.length) + chance(`${seed} ${show.eventId}`)
  return shows.map((show, rank) => ({ show, points: points(show, rank) })).filter(({ show }) => !taste.bought.has(show.eventId))
    .toSorted((a, b) => b.points - a.points).slice(0, TIPS).map(({ show }) => show)
}

/** 0 to 1. */
function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32
}
