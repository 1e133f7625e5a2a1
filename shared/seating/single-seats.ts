import type { SeatingPlan } from './plan.ts'
import { seatBlocks } from './seat-blocks.ts'

/** A wanted seat with who sits on its sides, nearest first (null: an aisle or a wall), and how many are wanted side by side with it. */
export interface SeatSides { seat: number, left: readonly [number | null, number | null], right: readonly [number | null, number | null], group: number }

/** What is needed to see whether taking these seats leaves a single one: their neighbours, and the neighbours of those. */
export function sidesOf(plan: SeatingPlan, seats: readonly number[]): SeatSides[] {
  const { blocks, blockOf, positionOf } = seatBlocks(plan)
  const wanted = new Set(seats)
  return seats.map((seat) => {
    const block = blocks[blockOf[seat]!]!
    const at = positionOf[seat]!
    const near = (step: number) => block[at + step] ?? null
    let group = 1
    for (const way of [-1, 1]) for (let step = way; wanted.has(block[at + step] ?? -1); step += way) group++
    return { seat, left: [near(-1), near(-2)], right: [near(1), near(2)], group }
  })
}

/**
 * The seats that would be free with nobody free beside them once the wanted seats are taken, and the size of the party that leaves
 * each. A seat that was alone before is nobody's fault.
 */
export function singlesLeft(sides: readonly SeatSides[], isFree: (seat: number) => boolean): { seat: number, group: number }[] {
  const wanted = new Set(sides.map(({ seat }) => seat))
  const staysFree = (seat: number | null) => seat !== null && !wanted.has(seat) && isFree(seat)
  const left = new Map<number, number>()
  for (const { left: toLeft, right, group } of sides) {
    for (const [next, beyond] of [toLeft, right]) if (staysFree(next) && !staysFree(beyond) && !left.has(next!)) left.set(next!, group)
  }
  return [...left].map(([seat, group]) => ({ seat, group }))
}
