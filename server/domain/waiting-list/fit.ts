import { bestSeats } from '#server/domain/seating/index.ts'
import { seatBlocks } from '#shared/seating/seat-blocks.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { type PricedHall, type Wish, suits } from './wish.ts'

/** Kept standing places of one order line; `keptFor`: the entry that they are saved for. */
export interface KeptLine { orderLineId: string, quantity: number, keptFor: string | null }

/** What there is to be offered: seats and places that were given back and are kept for the list, and those that anybody could buy now. */
export interface Pool {
  free: ReadonlySet<number>
  /** Kept seat -> the entry that it is saved for, or null. */
  kept: ReadonlyMap<number, string | null>
  areas: ReadonlyMap<string, { free: number, kept: readonly KeptLine[] }>
}

/** Places that suit somebody. */
export type Fit = { seats: number[] } | { areaKey: string, quantity: number }

export const placesIn = (fit: Fit) => 'seats' in fit ? fit.seats.length : fit.quantity

/** The best places of the pool for one entry: as many as it wants, else the most that it takes. Null: nothing fits. */
export function findFit(hall: PricedHall, pool: Pool, entry: Wish & { id: string }): Fit | null {
  const { plan } = hall
  const his = [...pool.free, ...keptFor(pool, entry.id)]
  for (let count = entry.places; count >= entry.atLeast; count--) {
    const isOpen = hall.prices.map((_, category) => suits(hall, entry, category, count))
    const open = new Set(his.filter(seat => isOpen[plan.seats.category[seat]!]))
    const fit = fitOfSeats(plan, open, count, entry.together) ?? fitOfArea(hall, pool, entry, isOpen, count)
    if (fit) return fit
  }
  return null
}

/** Kept seats that may go to this entry: nobody's, or saved for it. */
function keptFor(pool: Pool, entryId: string): number[] {
  return [...pool.kept].filter(([, whose]) => whose === null || whose === entryId).map(([seat]) => seat)
}

function fitOfSeats(plan: SeatingPlan, open: ReadonlySet<number>, count: number, together: boolean): Fit | null {
  if (open.size < count) return null
  const seats = bestSeats(plan, seat => open.has(seat), count)
  return seats && (!together || isTogether(plan, seats)) ? { seats: seats.toSorted((a, b) => a - b) } : null
}

/** Whether seats are side by side. `bestSeats` seats a party together wherever it can, so where these are not, nothing is. */
export function isTogether(plan: SeatingPlan, seats: readonly number[]): boolean {
  const { blockOf, positionOf } = seatBlocks(plan)
  const positions = seats.map(seat => positionOf[seat]!)
  return seats.every(seat => blockOf[seat] === blockOf[seats[0]!]) && Math.max(...positions) - Math.min(...positions) === seats.length - 1
}

/** Standing places are all alike: the cheapest area that has room. */
function fitOfArea(hall: PricedHall, pool: Pool, entry: { id: string }, isOpen: boolean[], count: number): Fit | null {
  const roomy = hall.plan.areas.filter(area => isOpen[area.category] && roomIn(pool, area.key, entry.id) >= count)
  const cheapest = roomy.toSorted((a, b) => hall.prices[a.category]! - hall.prices[b.category]!)[0]
  return cheapest ? { areaKey: cheapest.key, quantity: count } : null
}

function roomIn(pool: Pool, areaKey: string, entryId: string): number {
  const area = pool.areas.get(areaKey)
  if (!area) return 0
  return area.free + area.kept.filter(line => line.keptFor === null || line.keptFor === entryId).reduce((sum, line) => sum + line.quantity, 0)
}
