import { orphansOf } from './best-place.ts'
import { eachWindow, seatsOf } from './seat-windows.ts'
import { rowOfSeat, rowsSoldWhole, type SeatingPlan } from './plan.ts'
import { neighboursOf } from './seat-blocks.ts'
import { seatsNear } from './seats-near.ts'

/**
 * Free seats to offer to somebody who lost some to a faster one: as many side by side at the same price, best beside the seats that he
 * keeps, else in the row that he wanted, else nearby. Rather none that would leave a single seat over: where that is refused, any other
 * place comes before it. Where so many do not fit anywhere, the nearest ones one by one, as many as there are; never chairs of a table
 * that is sold whole.
 */
export function seatsInstead(plan: SeatingPlan, isFree: (seat: number) => boolean, lost: readonly number[], kept: readonly number[] = [], mayLeaveSingles = true): number[] {
  const taken = new Set([...lost, ...kept])
  const isOffered = (seat: number) => isFree(seat) && !taken.has(seat)
  const best = bestWindow(plan, isOffered, lost, kept, mayLeaveSingles ? 1e4 : 1e7)
  if (best) return best
  const whole = rowsSoldWhole(plan)
  const isAlone = (seat: number) => whole.size === 0 || !whole.has(rowOfSeat(plan, seat))
  const offered: number[] = []
  for (const seat of lost.filter(isAlone)) offered.push(...seatsNear(plan, seat, s => isOffered(s) && isAlone(s) && !offered.includes(s), 1))
  return offered
}

function bestWindow(plan: SeatingPlan, isOffered: (seat: number) => boolean, lost: readonly number[], kept: readonly number[], costOfSingle: number): number[] | undefined {
  const { x, y } = plan.seats
  const beside = besideOf(plan, kept)
  const row = rowOfSeat(plan, lost[0]!)
  const wanted = middleOf(plan, [...lost, ...kept])
  let best: { block: Int32Array, start: number, end: number } | undefined
  let lowest = Infinity
  eachWindow(plan, isOffered, { like: lost[0]!, count: lost.length }, (block, start, end) => {
    const [first, last] = [block[start]!, block[end - 1]!]
    // The middle of a window, to less than a seat's width where its row is curved.
    const distance = Math.hypot((x[first]! + x[last]!) / 2 - wanted.x, (y[first]! + y[last]!) / 2 - wanted.y)
    let cost = distance + (beside.has(first) || beside.has(last) ? 0 : 1e6) + (rowOfSeat(plan, first) === row ? 0 : 1e5)
    if (cost >= lowest) return
    cost += orphansOf(block, start, end, isOffered) * costOfSingle
    if (cost < lowest) [best, lowest] = [{ block, start, end }, cost]
  })
  return best && seatsOf(best)
}

/** The seats directly beside these. */
function besideOf(plan: SeatingPlan, seats: readonly number[]): Set<number> {
  return new Set(seats.flatMap(seat => neighboursOf(plan, seat)))
}

function middleOf({ seats }: SeatingPlan, some: readonly number[]): { x: number, y: number } {
  const mean = (values: Int32Array) => some.reduce((sum, seat) => sum + values[seat]!, 0) / some.length
  return { x: mean(seats.x), y: mean(seats.y) }
}
