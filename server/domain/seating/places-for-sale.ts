import type { SeatingPlan } from '#shared/seating/plan.ts'

/** Plans are immutable, so each is counted once for as long as it stays in memory. */
const counted = new WeakMap<SeatingPlan, Map<string, number>>()

/** What of one session is not as its plan says. */
export interface PlaceChanges {
  offSaleSeats: readonly number[]
  /** Seats that allotments keep from the public. */
  keptSeats?: readonly number[]
  /** Standing places for the public by area, where they are counted: less than the plan's or more. */
  areas?: ReadonlyMap<string, number>
}

/** Seats and standing places of each plan category that the public may buy, sold or not. */
export function forSaleByCategory(plan: SeatingPlan, { offSaleSeats, keptSeats = [], areas }: PlaceChanges): Map<string, number> {
  let whole = counted.get(plan)
  if (!whole) {
    const bySeat = new Array<number>(plan.categories.length).fill(0)
    for (const category of plan.seats.category) bySeat[category]!++
    for (const area of plan.areas) bySeat[area.category]! += area.capacity
    whole = new Map(plan.categories.map((category, index) => [category.key, bySeat[index]!]))
    counted.set(plan, whole)
  }
  const forSale = new Map(whole)
  for (const seat of new Set([...offSaleSeats, ...keptSeats])) {
    const key = plan.categories[plan.seats.category[seat] ?? -1]?.key
    if (key !== undefined) forSale.set(key, forSale.get(key)! - 1)
  }
  for (const area of plan.areas) {
    const key = plan.categories[area.category]!.key
    forSale.set(key, forSale.get(key)! + (areas?.get(area.key) ?? area.capacity) - area.capacity)
  }
  return forSale
}
