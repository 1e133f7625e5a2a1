import { type PlanRow, rowOfSeat, SeatFlag, type SeatingPlan } from './plan.ts'

/** How much farther away another row feels than its distance. */
const OTHER_ROW = 1.5

interface Near { seat: number, isOtherCategory: boolean, distance: number }

/**
 * Up to `n` free seats to offer to somebody who lost this one, the nearest first: of the same category (and so of the same
 * price) as long as there are any, never a wheelchair place or its companion's for an ordinary seat. His own section comes
 * first; the rest of the house is looked through only where that has too few, because in a rush there are many who lose.
 */
export function seatsNear(plan: SeatingPlan, seat: number, isFree: (seat: number) => boolean, n: number): number[] {
  const home = plan.rows[rowOfSeat(plan, seat)]!
  const here = nearest(plan, plan.rows.filter(row => row.section === home.section), home, seat, isFree, n)
  if (here.filter(near => !near.isOtherCategory).length >= n) return here.map(near => near.seat)
  const elsewhere = nearest(plan, plan.rows.filter(row => row.section !== home.section), home, seat, isFree, n)
  return [...here, ...elsewhere].sort((a, b) => Number(a.isOtherCategory) - Number(b.isOtherCategory)).slice(0, n).map(near => near.seat)
}

/** The best `n` of some rows, in order: a short list that better ones are put into, not a long one that is sorted. */
function nearest(plan: SeatingPlan, rows: PlanRow[], home: PlanRow, seat: number, isFree: (seat: number) => boolean, n: number): Near[] {
  const { x, y, category, flags } = plan.seats
  const reserved = SeatFlag.accessible | SeatFlag.companion
  const best: Near[] = []
  for (const row of rows) {
    const farther = row === home ? 1 : OTHER_ROW
    for (let other = row.firstSeat; other < row.firstSeat + row.seatCount; other++) {
      if (other === seat || (flags[other]! & reserved & ~flags[seat]!) !== 0 || !isFree(other)) continue
      const near = { seat: other, isOtherCategory: category[other] !== category[seat], distance: farther * Math.hypot(x[other]! - x[seat]!, y[other]! - y[seat]!) }
      if (best.length === n && !isBetter(near, best[n - 1]!)) continue
      const place = best.findIndex(known => isBetter(near, known))
      best.splice(place < 0 ? best.length : place, 0, near)
      best.length = Math.min(best.length, n)
    }
  }
  return best
}

function isBetter(a: Near, b: Near): boolean {
  if (a.isOtherCategory !== b.isOtherCategory) return b.isOtherCategory
  return a.distance < b.distance
}
