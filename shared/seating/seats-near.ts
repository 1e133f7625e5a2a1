import { rowOfSeat, SeatFlag, type SeatingPlan } from './plan.ts'

/** How much farther away another row, and another section, feels than its distance. */
const OTHER_ROW = 1.5
const OTHER_SECTION = 3

/**
 * Up to `n` free seats to offer to somebody who lost this one, the nearest first: of the same category (and so of the same
 * price) as long as there are any, never a wheelchair place or its companion's for an ordinary seat.
 */
export function seatsNear(plan: SeatingPlan, seat: number, isFree: (seat: number) => boolean, n: number): number[] {
  const { x, y, category, flags } = plan.seats
  const reserved = SeatFlag.accessible | SeatFlag.companion
  const home = plan.rows[rowOfSeat(plan, seat)]!
  const found: { seat: number, isOtherCategory: boolean, distance: number }[] = []
  for (const row of plan.rows) {
    const farther = row === home ? 1 : row.section === home.section ? OTHER_ROW : OTHER_SECTION
    for (let other = row.firstSeat; other < row.firstSeat + row.seatCount; other++) {
      if (other === seat || (flags[other]! & reserved & ~flags[seat]!) !== 0 || !isFree(other)) continue
      found.push({ seat: other, isOtherCategory: category[other] !== category[seat], distance: farther * Math.hypot(x[other]! - x[seat]!, y[other]! - y[seat]!) })
    }
  }
  return found
    .sort((a, b) => Number(a.isOtherCategory) - Number(b.isOtherCategory) || a.distance - b.distance || a.seat - b.seat)
    .slice(0, n)
    .map(near => near.seat)
}
