import { rowsSoldWhole, type SeatingPlan, seatsOfRow } from '#shared/seating/plan.ts'

/** More at once are offered only where a table seats so many. */
const USUAL = 6

/** The parties that one is asked about: the usual ones, and the sizes of tables that are sold whole, up to the limit of a person. */
export function partySizes(plan: SeatingPlan, limit: number): number[] {
  const tables = [...rowsSoldWhole(plan)].map(row => plan.rows[row]!.seatCount)
  const usual = Array.from({ length: USUAL }, (_, i) => i + 1)
  return [...new Set([...usual, ...tables])].filter(size => size <= limit).sort((a, b) => a - b)
}

/** Of a part of the hall that has nothing but tables which are sold whole, their sizes; null: any party may find seats there. */
export function partiesIn(plan: SeatingPlan, category: number): ReadonlySet<number> | null {
  const whole = rowsSoldWhole(plan)
  if (whole.size === 0) return null
  const sizes = new Set<number>()
  for (const [row, { seatCount }] of plan.rows.entries()) {
    if (!seatsOfRow(plan, row).some(seat => plan.seats.category[seat] === category)) continue
    if (!whole.has(row)) return null
    sizes.add(seatCount)
  }
  return sizes
}
