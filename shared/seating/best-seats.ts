import { bestPlace } from './best-place.ts'
import type { SeatingPlan } from './plan.ts'
import { type RankedPlaces, rankedPlaces } from './ranked-places.ts'
import { seatBlocks } from './seat-blocks.ts'
import { seatRanking } from './seat-ranking.ts'
import type { Search } from './seat-search.ts'
import { splitParty } from './split-party.ts'
import { wholeTables } from './whole-tables.ts'

export interface BestSeatsWish {
  /** Only seats of this category. */
  categoryKey?: string
  /** Only seats of one of these categories, by their indexes. */
  categories?: readonly number[]
  /** Only seats of this section. */
  sectionKey?: string
  /** Whether a place for a wheelchair and its companion are wanted. They are the last to be given away otherwise. */
  accessible?: boolean
}

/**
 * The best `count` free seats, or null where there are not that many. A party sits together in one row if it can, as near
 * to the focal point as it can, and so that no single seat is left over that nobody will buy. Where no row has room it is
 * split over neighbouring rows, and where these are too few over tables that are sold whole. `isFree` is asked once for each seat.
 */
export function bestSeats(plan: SeatingPlan, isFree: (seat: number) => boolean, count: number, wish: BestSeatsWish = {}): number[] | null {
  const filter = filterOf(plan, wish)
  if (!Number.isInteger(count) || count < 1 || !filter) return null
  const free = new Uint8Array(plan.seats.label.length)
  for (let seat = 0; seat < free.length; seat++) free[seat] = isFree(seat) ? 1 : 0
  const search = (includesReserved: boolean) => {
    const places = rankedPlaces(plan, { ...filter, includesReserved })
    const place = (needsAccessible: boolean) => bestPlace(places, seat => free[seat] === 1, { count, needsAccessible })?.seats
    return (wish.accessible ? place(true) : undefined) ?? place(false) ?? split(places, free, count)
  }
  return (wish.accessible ? null : search(false)) ?? search(true)
}

/** The categories and the section of a wish as the plan numbers them; null where it has no such. */
function filterOf(plan: SeatingPlan, wish: BestSeatsWish): { categories: number[], section?: number } | null {
  const only = wish.categoryKey === undefined ? undefined : plan.categories.findIndex(c => c.key === wish.categoryKey)
  const categories = [...plan.categories.keys()].filter(index => (only ?? index) === index && (wish.categories?.includes(index) ?? true))
  const section = wish.sectionKey === undefined ? undefined : plan.sections.findIndex(s => s.key === wish.sectionKey)
  return categories.length === 0 || section === -1 ? null : { categories, section }
}

/** The party over several places: over rows alone if they have room, else over whole tables, and the rest of it over rows. */
function split(places: RankedPlaces, free: Uint8Array, count: number): number[] | null {
  const loose = countLoose(places, free)
  if (loose >= count) return splitParty(places.plan, looseSeats(places, free), count)
  const tables = wholeTables(places, free, count, loose)
  if (!tables) return null
  const seated = tables.flatMap(({ block }) => [...block])
  return seated.length === count ? seated : [...seated, ...splitParty(places.plan, looseSeats(places, free), count - seated.length)]
}

/** Free seats in rows. */
function countLoose({ stretches }: RankedPlaces, free: Uint8Array): number {
  let count = 0
  for (const { block, start, end, isWhole } of stretches) if (!isWhole) for (let i = start; i < end; i++) count += free[block[i]!]!
  return count
}

/** The search among the free seats in rows that may be given. */
function looseSeats({ plan, stretches }: RankedPlaces, free: Uint8Array): Search {
  const open = new Uint8Array(free.length)
  for (const { block, start, end, isWhole } of stretches) if (!isWhole) for (let i = start; i < end; i++) open[block[i]!] = free[block[i]!]!
  return { blocks: seatBlocks(plan), ranking: seatRanking(plan), free, open }
}
