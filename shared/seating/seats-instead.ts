import { windowsOf, type SeatWindow } from './seat-windows.ts'
import { rowOfSeat, type SeatingPlan } from './plan.ts'
import { seatBlocks } from './seat-blocks.ts'
import { seatsNear } from './seats-near.ts'

/**
 * Free seats to offer to somebody who lost some to a faster one: as many side by side at the same price, best beside the seats that he
 * keeps, else in the row that he wanted, else nearby. Rather none that would leave a single seat over: where that is refused, any other
 * place comes before it. Where so many do not fit anywhere, the nearest ones one by one, as many as there are.
 */
export function seatsInstead(plan: SeatingPlan, isFree: (seat: number) => boolean, lost: readonly number[], kept: readonly number[] = [], mayLeaveSingles = true): number[] {
  const isOffered = (seat: number) => isFree(seat) && !lost.includes(seat) && !kept.includes(seat)
  const best = bestWindow(plan, windowsOf(plan, isOffered, { like: lost[0]!, count: lost.length }), lost, kept, mayLeaveSingles ? 1e4 : 1e7)
  if (best) return best.seats
  const offered: number[] = []
  for (const seat of lost) offered.push(...seatsNear(plan, seat, s => isOffered(s) && !offered.includes(s), 1))
  return offered
}

function bestWindow(plan: SeatingPlan, windows: Iterable<SeatWindow>, lost: readonly number[], kept: readonly number[], costOfSingle: number): SeatWindow | undefined {
  const { blockOf, positionOf } = seatBlocks(plan)
  const besideKept = (seat: number) => kept.some(other => blockOf[other] === blockOf[seat] && Math.abs(positionOf[other]! - positionOf[seat]!) === 1)
  const row = rowOfSeat(plan, lost[0]!)
  const wanted = middleOf(plan, [...lost, ...kept])
  let best: SeatWindow | undefined
  let lowest = Infinity
  for (const window of windows) {
    const middle = middleOf(plan, window.seats)
    const [first, last] = [window.seats[0]!, window.seats.at(-1)!]
    const distance = Math.hypot(middle.x - wanted.x, middle.y - wanted.y)
    const cost = distance + (besideKept(first) || besideKept(last) ? 0 : 1e6) + (rowOfSeat(plan, first) === row ? 0 : 1e5) + window.orphans * costOfSingle
    if (cost < lowest) [best, lowest] = [window, cost]
  }
  return best
}

function middleOf({ seats }: SeatingPlan, some: readonly number[]): { x: number, y: number } {
  const mean = (values: Int32Array) => some.reduce((sum, seat) => sum + values[seat]!, 0) / some.length
  return { x: mean(seats.x), y: mean(seats.y) }
}
