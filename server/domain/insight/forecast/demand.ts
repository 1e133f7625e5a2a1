import { type BookingCurve, soldBy, soldInAll } from './booking-curve.ts'

/** A hall that is as good as full sold out: a few places come back, or stay single, in any. */
const FULL = 0.985
/** More than this was never seen to be missing; without a limit, a session that sold out in an hour would count for a hundred halls. */
const MOST_DEMAND = 2.5
const FEWEST_OPEN = 3

/**
 * What each session would have sold in a hall without walls, in shares of its places. A sold-out session hides demand: it is scaled up by
 * what those that did not sell out had sold by then of their own final figure (unconstraining; Weatherford and Polt 2002).
 */
export function demandOf(curves: readonly BookingCurve[]): number[] {
  const open = curves.filter(curve => !isFull(curve))
  return curves.map((curve) => {
    const share = soldInAll(curve) / curve.capacity
    if (!isFull(curve) || open.length < FEWEST_OPEN) return share
    const usual = pooledShare(open, leadOfSellOut(curve))
    return usual > 0 ? Math.min(MOST_DEMAND, share / usual) : MOST_DEMAND
  })
}

/** Which share of their final sales these sessions had made when there were `lead` days to go. */
export function pooledShare(curves: readonly BookingCurve[], lead: number): number {
  let by = 0
  let all = 0
  for (const curve of curves) {
    // In shares of the hall: a large one is no better a witness than a small one.
    by += soldBy(curve, lead) / curve.capacity
    all += soldInAll(curve) / curve.capacity
  }
  return all > 0 ? by / all : 0
}

const isFull = (curve: BookingCurve) => soldInAll(curve) >= FULL * curve.capacity

/** How many days before it began a session was full. */
function leadOfSellOut(curve: BookingCurve): number {
  let sold = 0
  for (let lead = curve.sales.length - 1; lead > 0; lead--) {
    sold += curve.sales[lead]!
    if (sold >= FULL * curve.capacity) return lead
  }
  return 0
}
