import type { BestRequest, NamedPlaces } from '#server/domain/inventory/hold-store.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { rankedPlaces } from '#shared/seating/ranked-places.ts'
import { plainPlan } from '#tests/support/fixtures.ts'

/** Rows of ten seats; every row after the first is listed as some halls do it: 1 3 5 7 9 2 4 6 8 10. */
export function oddHall(rows: number): SeatingPlan {
  const plan = plainPlan(rows, 10)
  const stands = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
  for (let seat = 10; seat < rows * 10; seat++) plan.seats.x[seat] = 100 + stands[seat % 10]! * 60
  return plan
}

export function placesOf(plan: SeatingPlan, includesReserved = false): NamedPlaces {
  return { plan: `plan-${plan.seats.label.length}`, ranked: rankedPlaces(plan, { categories: [...plan.categories.keys()], includesReserved }) }
}

/** A wish for so many seats, with the same line for all seats of a category. */
export function bestOf(plan: SeatingPlan, count: number, more: Partial<BestRequest> = {}): BestRequest {
  return { count, places: placesOf(plan, more.needsAccessible), needsAccessible: false, lines: plan.categories.map(({ key }) => `a seat of ${key}`), ...more }
}
