import { orphansOf } from './best-place.ts'
import { rowOfSeat, SeatFlag, type SeatingPlan } from './plan.ts'
import { seatBlocks } from './seat-blocks.ts'

/** Free seats side by side, and how many they would leave alone. */
export interface SeatWindow { seats: number[], orphans: number }

/**
 * Every place for `count` side by side that is as good as the seat `like`: of its category, in its section, and no wheelchair place
 * or companion's seat unless it is one itself.
 */
export function* windowsOf(plan: SeatingPlan, isFree: (seat: number) => boolean, { like, count }: { like: number, count: number }): Generator<SeatWindow> {
  const { category, flags } = plan.seats
  const reserved = (SeatFlag.accessible | SeatFlag.companion) & ~flags[like]!
  const { section } = plan.rows[rowOfSeat(plan, like)]!
  const { blocks } = seatBlocks(plan)
  for (const block of blocks) {
    if (block.length < count || plan.rows[rowOfSeat(plan, block[0]!)]!.section !== section) continue
    let run = 0
    for (let i = 0; i < block.length; i++) {
      const seat = block[i]!
      run = category[seat] === category[like] && (flags[seat]! & reserved) === 0 && isFree(seat) ? run + 1 : 0
      if (run >= count) yield { seats: [...block.subarray(i + 1 - count, i + 1)], orphans: orphansOf(block, i + 1 - count, i + 1, isFree) }
    }
  }
}
