import { type BookingCurve, isWeekend, soldBy, soldInAll } from './booking-curve.ts'
import { demandOf } from './demand.ts'
import { fitRidge, quantile } from './regression.ts'
import { remainingShares, weekdayEffects } from './remaining.ts'

/** Below this many past sessions there is nothing to learn an error from. */
export const FEWEST_SESSIONS = 8
/** An interval wider than this share of the hall tells nobody anything. */
export const WIDEST = 0.6
/** In eight of ten cases the truth is meant to lie within. */
export const LEVEL = 0.8
const RIDGE = 1

export interface Interval { low: number, middle: number, high: number }

export interface SessionForecast {
  /** Tickets in the end. */
  sold: Interval
  /** How likely the hall is to be full, 0 to 1; and with how many days to go, where at least half of the ways it may go lead there. */
  sellOutChance: number
  sellOutLead: Interval | null
  /** Tickets by days to go: from now down to the session itself. */
  path: (Interval & { lead: number })[]
}

export type Forecast =
  | { state: 'forecast', forecast: SessionForecast }
  /** Why nothing is said. */
  | { state: 'too-early', reason: 'few-sessions' | 'too-wide' }

/**
 * How a session will have sold when it begins, from how it sold until now (`lead` whole days to go) and how others of its kind went on from
 * the same point: docs/forecast.md. Pure and without chance: the ways it may go are those that the past sessions were off by.
 */
export function forecastSession(own: BookingCurve, past: readonly BookingCurve[], lead: number): Forecast {
  // What was not on sale yet with so many days to go says nothing of how it goes on from there.
  const usable = past.filter(curve => curve.capacity > 0 && curve.sales.length > lead && soldInAll(curve) > 0)
  if (usable.length < FEWEST_SESSIONS || own.capacity <= 0) return { state: 'too-early', reason: 'few-sessions' }
  const soldNow = soldBy(own, lead)
  const ends = waysItMayGo(own, usable, lead).map(demand => Math.max(soldNow, demand * own.capacity))
  const sold = interval(ends.map(end => Math.min(end, own.capacity)))
  if (sold.high - sold.low > WIDEST * own.capacity) return { state: 'too-early', reason: 'too-wide' }

  const done = remainingShares(usable, lead, own.weekday, weekdayEffects(usable))
  const path = Array.from({ length: lead + 1 }, (_, step) => {
    const at = lead - step
    return { lead: at, ...interval(ends.map(end => Math.min(own.capacity, soldNow + (end - soldNow) * done[at]!))) }
  })
  return { state: 'forecast', forecast: { sold, path, ...sellOut(own.capacity, soldNow, ends, done) } }
}

/**
 * Demand in shares of the hall, once for each past session: what is expected, off by as much as it was there. Learned from what was sold by
 * then, in the last week, for how long it has been on sale, and whether it is for a day that people go out on.
 */
function waysItMayGo(own: BookingCurve, past: readonly BookingCurve[], lead: number): number[] {
  const features = (curve: BookingCurve) => [logShare(curve, soldBy(curve, lead)), logShare(curve, soldBy(curve, lead) - soldBy(curve, lead + 7)), Math.log(Math.max(1, curve.sales.length - lead)), Number(isWeekend(curve))]
  const targets = demandOf(past).map(Math.log)
  const fit = fitRidge(past.map(features), targets, RIDGE)
  const expected = fit.predict(features(own))
  return fit.residuals.map(residual => Math.exp(expected + residual))
}

/** The logarithm of a share of the hall; half a ticket more, so that none is a number too. */
const logShare = (curve: BookingCurve, tickets: number) => Math.log((Math.max(0, tickets) + 0.5) / curve.capacity)

function sellOut(capacity: number, soldNow: number, ends: readonly number[], done: readonly number[]): Pick<SessionForecast, 'sellOutChance' | 'sellOutLead'> {
  const full = ends.filter(end => end >= capacity)
  const sellOutChance = full.length / ends.length
  if (sellOutChance < 0.5) return { sellOutChance, sellOutLead: null }
  // `done` grows towards the session: the last place from the left, counted in days to go, at which the hall is full.
  const leads = full.map(end => done.findLastIndex(share => soldNow + (end - soldNow) * share >= capacity))
  return { sellOutChance, sellOutLead: interval(leads.map(lead => Math.max(0, lead))) }
}

/** The finite-sample quantiles: of few errors, those further out (conformal prediction; Vovk 2005). */
function interval(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const outer = Math.min(1, (1 + LEVEL) / 2 * (n + 1) / n)
  return { low: quantile(sorted, 1 - outer), middle: quantile(sorted, 0.5), high: quantile(sorted, outer) }
}
