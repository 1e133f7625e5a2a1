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

/** A row of ten seats, a table of four and one of six whose chairs are listed in another order than they stand; both are sold whole. */
export function tableHall(): SeatingPlan {
  const plan = oddHall(2)
  const top = { form: 'rectangle', at: { x: 300, y: 400 }, width: 100, height: 60, rotation: 0, soldAs: 'whole' } as const
  return {
    ...plan,
    rows: [plan.rows[0]!, { section: 0, label: 'T1', firstSeat: 10, seatCount: 4 }, { section: 0, label: 'T2', firstSeat: 14, seatCount: 6 }],
    tables: [{ ...top, row: 1 }, { ...top, row: 2 }]
  }
}
