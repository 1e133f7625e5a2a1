import { bestPlace } from './best-place.ts'
import type { SeatingPlan } from './plan.ts'
import { type RankedPlaces, rankedPlaces } from './ranked-places.ts'
import { seatBlocks } from './seat-blocks.ts'
import { seatRanking } from './seat-ranking.ts'
import type { Search } from './seat-search.ts'
import { splitParty } from './split-party.ts'

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
 * split over neighbouring rows. `isFree` is asked once for each seat.
 */
export function bestSeats(plan: SeatingPlan, isFree: (seat: number) => boolean, count: number, wish: BestSeatsWish = {}): number[] | null {
  const filter = filterOf(plan, wish)
  if (!Number.isInteger(count) || count < 1 || !filter) return null
  const free = new Uint8Array(plan.seats.label.length)
  for (let seat = 0; seat < free.length; seat++) free[seat] = isFree(seat) ? 1 : 0
  const search = (includesReserved: boolean) => {
    const places = rankedPlaces(plan, { ...filter, includesReserved })
    if (countFree(places, free) < count) return null
    const place = (needsAccessible: boolean) => bestPlace(places, seat => free[seat] === 1, { count, needsAccessible })?.seats
    return (wish.accessible ? place(true) : undefined) ?? place(false) ?? splitParty(plan, openSeats(places, free), count)
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

function countFree({ stretches }: RankedPlaces, free: Uint8Array): number {
  let count = 0
  for (const { block, start, end } of stretches) for (let i = start; i < end; i++) count += free[block[i]!]!
  return count
}

/** The search among the free seats that may be given. */
function openSeats({ plan, stretches }: RankedPlaces, free: Uint8Array): Search {
  const open = new Uint8Array(free.length)
  for (const { block, start, end } of stretches) for (let i = start; i < end; i++) open[block[i]!] = free[block[i]!]!
  return { blocks: seatBlocks(plan), ranking: seatRanking(plan), free, open }
}
