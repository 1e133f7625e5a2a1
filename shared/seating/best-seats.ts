import { SeatFlag, type SeatingPlan } from './plan.ts'
import { seatBlocks } from './seat-blocks.ts'
import { seatRanking } from './seat-ranking.ts'
import { type Search, splitParty } from './split-party.ts'

export interface BestSeatsWish {
  /** Only seats of this category. */
  categoryKey?: string
  /** Whether a place for a wheelchair and its companion are wanted. They are the last to be given away otherwise. */
  accessible?: boolean
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
  const togetherOrSplit = () => bestTogether(search, count) ?? splitParty(plan, search, count)
  if (!wish.accessible && open(search, seat => isWanted(seat) && isOrdinary(seat)) >= count) return togetherOrSplit()
  if (open(search, isWanted) < count) return null
  return wish.accessible ? bestTogether(search, count, isAccessible) ?? togetherOrSplit() : togetherOrSplit()
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

/** The best `count` open seats side by side; of those, any that leave no orphan come before those that do. */
function bestTogether(search: Search, count: number, mustHave?: (seat: number) => boolean): number[] | null {
  let best: { block: Int32Array, start: number, orphans: number, rank: number } | undefined
  for (const block of search.blocks.blocks) {
    let inLine = 0
    let rank = 0
    for (let i = 0; i < block.length; i++) {
      if (search.open[block[i]!] === 0) {
        inLine = 0
        rank = 0
        continue
      }
      inLine++
      rank += search.ranking[block[i]!]!
      if (inLine > count) rank -= search.ranking[block[i - count]!]!
      if (inLine < count) continue
      const start = i - count + 1
      if (best && best.orphans === 0 && rank >= best.rank) continue
      const orphans = orphansOf(search.free, block, start, i)
      if (best && (orphans > best.orphans || (orphans === best.orphans && rank >= best.rank))) continue
      if (mustHave && !block.subarray(start, i + 1).some(mustHave)) continue
      best = { block, start, orphans, rank }
    }
  }
  return best ? [...best.block.subarray(best.start, best.start + count)] : null
}

/** How many seats would be left free with nobody free beside them. */
function orphansOf(free: Uint8Array, block: Int32Array, start: number, end: number): number {
  const isFreeAt = (i: number) => i >= 0 && i < block.length && free[block[i]!] === 1
  return Number(isFreeAt(start - 1) && !isFreeAt(start - 2)) + Number(isFreeAt(end + 1) && !isFreeAt(end + 2))
}
