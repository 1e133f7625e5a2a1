import { SeatFlag, type SeatingPlan } from './plan.ts'
import { seatBlocks } from './seat-blocks.ts'
import { seatRanking } from './seat-ranking.ts'
import type { Search } from './seat-search.ts'
import { splitParty } from './split-party.ts'
import { bestTogether, chosenTogether } from './together.ts'

export interface BestSeatsWish {
  /** Only seats of this category. */
  categoryKey?: string
  /** Whether a place for a wheelchair and its companion are wanted. They are the last to be given away otherwise. */
  accessible?: boolean
  /**
   * 0, or left out: the best. A whole n: the nth best place where the party can sit together, none of whose seats are in a
   * better one (counted round where there are fewer). When many want the best seats at the same moment, all but one lose
   * them; those who then try a random choice do not meet again.
   */
  choice?: number
}

/**
 * The best `count` free seats, or null where there are not that many. A party sits together in one row if it can, as near
 * to the focal point as it can, and so that no single seat is left over that nobody will buy. Where no row has room it is
 * split over neighbouring rows. `isFree` is asked once for each seat.
 */
export function bestSeats(plan: SeatingPlan, isFree: (seat: number) => boolean, count: number, wish: BestSeatsWish = {}): number[] | null {
  if (!Number.isInteger(count) || count < 1) return null
  const category = wish.categoryKey === undefined ? -1 : plan.categories.findIndex(c => c.key === wish.categoryKey)
  if (category < 0 && wish.categoryKey !== undefined) return null
  const seats = plan.seats.label.length
  const search: Search = { blocks: seatBlocks(plan), ranking: seatRanking(plan), free: new Uint8Array(seats), open: new Uint8Array(seats) }
  for (let seat = 0; seat < seats; seat++) search.free[seat] = isFree(seat) ? 1 : 0

  const reserved = SeatFlag.accessible | SeatFlag.companion
  const isWanted = (seat: number) => search.free[seat] === 1 && (category < 0 || plan.seats.category[seat] === category)
  const isOrdinary = (seat: number) => (plan.seats.flags[seat]! & reserved) === 0
  const isAccessible = (seat: number) => (plan.seats.flags[seat]! & SeatFlag.accessible) !== 0
  const together = (mustHave?: (seat: number) => boolean) => wish.choice ? chosenTogether(search, count, wish.choice, mustHave) : bestTogether(search, count, mustHave)
  const togetherOrSplit = () => together() ?? splitParty(plan, search, count)
  if (!wish.accessible && open(search, seat => isWanted(seat) && isOrdinary(seat)) >= count) return togetherOrSplit()
  if (open(search, isWanted) < count) return null
  return wish.accessible ? together(isAccessible) ?? togetherOrSplit() : togetherOrSplit()
}

/** Opens the seats that may be given, and counts them. */
function open(search: Search, mayBeGiven: (seat: number) => boolean): number {
  let count = 0
  for (let seat = 0; seat < search.open.length; seat++) {
    search.open[seat] = mayBeGiven(seat) ? 1 : 0
    count += search.open[seat]!
  }
  return count
}
