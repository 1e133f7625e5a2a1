/**
 * How one session sold: tickets by whole days before it. Days are counted backwards from the session in steps of 24 hours, so that curves
 * of different halls and zones lie upon each other. Only tickets that are good or were used count: what came back has not been sold.
 */
export interface BookingCurve {
  /** Places of the hall without those off sale. */
  capacity: number
  /** Of the day of the session: 1 for Monday to 7 for Sunday, by the venue's clock. */
  weekday: number
  /** `[n]`: tickets that were sold between n and n + 1 days before it began; as long as it was on sale. What was sold on the way in counts in `[0]`. */
  sales: readonly number[]
}

/** Tickets that had been sold when there were `lead` days to go. */
export function soldBy(curve: BookingCurve, lead: number): number {
  let sold = 0
  for (let day = Math.max(0, lead); day < curve.sales.length; day++) sold += curve.sales[day]!
  return sold
}

export const soldInAll = (curve: BookingCurve): number => soldBy(curve, 0)

/** A seventh of the way between two sessions: Friday to Sunday are the days that people go out on. */
export const isWeekend = ({ weekday }: BookingCurve): boolean => weekday >= 5
