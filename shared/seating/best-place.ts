import { SeatFlag } from './plan.ts'
import type { RankedPlaces, Stretch } from './ranked-places.ts'

export interface PlaceWish {
  /** Seats side by side. */
  count: number
  /** Whether one of them must be a wheelchair place. */
  needsAccessible?: boolean
}

/** Seats side by side, and how many seats they would leave free with nobody free beside them. */
export interface Place { seats: number[], orphans: number }

interface Window { block: Int32Array, start: number, end: number, orphans: number, rank: number }

/**
 * The best free place for a party that sits side by side, or null where there is none: one that leaves no seat alone before
 * one that does, and then the one whose seats rank best together. A table that is sold whole is a place for as many as it has chairs,
 * and for nobody else. The hold store does the same in its own language
 * (server/gateways/redis/scripts/best-place.ts), decision by decision.
 */
export function bestPlace(places: RankedPlaces, isFree: (seat: number) => boolean, wish: PlaceWish): Place | null {
  let best: Window | undefined
  for (const stretch of places.stretches) {
    if (best && best.orphans === 0 && stretch.least * wish.count >= best.rank) break
    best = bestOfStretch(places, stretch, isFree, wish, best)
  }
  return best ? { seats: [...best.block.subarray(best.start, best.end)], orphans: best.orphans } : null
}

/** The best window of the stretch, if it is better than `best`; else `best`. */
function bestOfStretch({ plan, ranks }: RankedPlaces, { block, start: first, end: last, isWhole }: Stretch, isFree: (seat: number) => boolean, { count, needsAccessible }: PlaceWish, best?: Window): Window | undefined {
  if (isWhole && last - first !== count) return best
  let [run, rank] = [0, 0]
  for (let i = first; i < last; i++) {
    if (!isFree(block[i]!)) {
      [run, rank] = [0, 0]
      continue
    }
    run++
    rank += ranks[block[i]!]!
    if (run > count) rank -= ranks[block[i - count]!]!
    if (run < count || (best && best.orphans === 0 && rank >= best.rank)) continue
    const window = { block, start: i + 1 - count, end: i + 1, rank, orphans: orphansOf(block, i + 1 - count, i + 1, isFree) }
    if (best && (window.orphans > best.orphans || (window.orphans === best.orphans && rank >= best.rank))) continue
    if (needsAccessible && !block.subarray(window.start, window.end).some(seat => plan.seats.flags[seat]! & SeatFlag.accessible)) continue
    best = window
  }
  return best
}

/** How many seats the window `start` to `end` (exclusive) of a block would leave free with nobody free beside them. */
export function orphansOf(block: Int32Array, start: number, end: number, isFree: (seat: number) => boolean): number {
  const isFreeAt = (i: number) => i >= 0 && i < block.length && isFree(block[i]!)
  return Number(isFreeAt(start - 1) && !isFreeAt(start - 2)) + Number(isFreeAt(end) && !isFreeAt(end + 1))
}
