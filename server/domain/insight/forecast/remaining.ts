import { type BookingCurve, soldBy } from './booking-curve.ts'

/** How much more or less than usual is sold on a day of the week, by 1 (Monday) to 7 at its index. */
export type WeekdayEffect = readonly number[]

/** As much trust as so many tickets give: a weekday with few sales is taken for an ordinary one. */
const TRUST = 200

/** Learned from what was sold on each day against the mean of the week around it. */
export function weekdayEffects(curves: readonly BookingCurve[]): WeekdayEffect {
  const sold = Array<number>(8).fill(TRUST)
  const usual = Array<number>(8).fill(TRUST)
  for (const curve of curves) {
    for (let lead = 4; lead + 3 < curve.sales.length; lead++) {
      const day = weekdayAt(curve.weekday, lead)
      sold[day]! += curve.sales[lead]!
      usual[day]! += (soldBy(curve, lead - 3) - soldBy(curve, lead + 4)) / 7
    }
  }
  return sold.map((value, day) => value / usual[day]!)
}

/**
 * Which share of what sessions still sold after `from` days to go was sold by so many days to go: an array by days to go, 0 at `from` and 1
 * at the session, with the weekdays of this one.
 */
export function remainingShares(curves: readonly BookingCurve[], from: number, weekday: number, effects: WeekdayEffect): number[] {
  const days = Array.from({ length: from }, (_, lead) => usualSale(curves, lead) * effects[weekdayAt(weekday, lead)]!)
  const all = days.reduce((sum, day) => sum + day, 0)
  const shares = Array<number>(from + 1).fill(0)
  for (let lead = from - 1; lead >= 0; lead--) shares[lead] = shares[lead + 1]! + (all > 0 ? days[lead]! / all : 1 / from)
  return shares
}

/** In shares of the hall, with the weekday taken out by the neighbours: a week has each of them once. */
function usualSale(curves: readonly BookingCurve[], lead: number): number {
  const [near, far] = lead >= 4 ? [lead - 3, lead + 3] : [lead, lead]
  let sum = 0
  for (const curve of curves) sum += (soldBy(curve, near) - soldBy(curve, far + 1)) / curve.capacity
  return sum / (far - near + 1)
}

const weekdayAt = (weekday: number, lead: number) => (((weekday - 1 - lead) % 7) + 7) % 7 + 1
