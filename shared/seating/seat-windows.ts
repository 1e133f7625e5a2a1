import { rowOfSeat, rowsSoldWhole, SeatFlag, type SeatingPlan } from './plan.ts'
import { seatBlocks } from './seat-blocks.ts'

/** Free seats side by side: those of `block` from `start` up to `end` (exclusive). */
export interface SeatWindow { block: Int32Array, start: number, end: number }

/**
 * Calls `see` with every place for `count` side by side that is as good as the seat `like`: of its category, in its section, and no
 * wheelchair place or companion's seat unless it is one itself. In a rush it runs for every refusal: nothing is made for a window. A table that is
 * sold whole is a place for as many as it has chairs.
 */
export function eachWindow(
  plan: SeatingPlan, isFree: (seat: number) => boolean, { like, count }: { like: number, count: number }, see: (block: Int32Array, start: number, end: number) => void
): void {
  const { category, flags } = plan.seats
  const reserved = (SeatFlag.accessible | SeatFlag.companion) & ~flags[like]!
  const wanted = category[like]
  const whole = rowsSoldWhole(plan)
  for (const block of blocksOfSection(plan, plan.rows[rowOfSeat(plan, like)]!.section)) {
    if (block.length < count || (block.length > count && whole.size > 0 && whole.has(rowOfSeat(plan, block[0]!)))) continue
    let run = 0
    for (let i = 0; i < block.length; i++) {
      const seat = block[i]!
      run = category[seat] === wanted && (flags[seat]! & reserved) === 0 && isFree(seat) ? run + 1 : 0
      if (run >= count) see(block, i + 1 - count, i + 1)
    }
  }
}

export const seatsOf = ({ block, start, end }: SeatWindow): number[] => [...block.subarray(start, end)]

const known = new WeakMap<SeatingPlan, Map<SeatingPlan['rows'][number]['section'], Int32Array[]>>()

function blocksOfSection(plan: SeatingPlan, section: SeatingPlan['rows'][number]['section']): Int32Array[] {
  let bySection = known.get(plan)
  if (!bySection) known.set(plan, bySection = Map.groupBy(seatBlocks(plan).blocks, block => plan.rows[rowOfSeat(plan, block[0]!)]!.section))
  return bySection.get(section) ?? []
}
