import type { SeatingPlan } from '#shared/seating/plan.ts'

/** Plans are immutable, so each is counted once for as long as it stays in memory. */
const counted = new WeakMap<SeatingPlan, Map<string, number>>()

/** Seats and standing places of each plan category, less what is off sale. */
export function forSaleByCategory(plan: SeatingPlan, offSaleSeats: readonly number[]): Map<string, number> {
  let whole = counted.get(plan)
  if (!whole) {
    const bySeat = new Array<number>(plan.categories.length).fill(0)
    for (const category of plan.seats.category) bySeat[category]!++
    for (const area of plan.areas) bySeat[area.category]! += area.capacity
    whole = new Map(plan.categories.map((category, index) => [category.key, bySeat[index]!]))
    counted.set(plan, whole)
  }
  const forSale = new Map(whole)
  for (const seat of new Set(offSaleSeats)) {
    const key = plan.categories[plan.seats.category[seat] ?? -1]?.key
    if (key !== undefined) forSale.set(key, forSale.get(key)! - 1)
  }
  return forSale
}
