import type { BookingCurve } from '#server/domain/insight/forecast/booking-curve.ts'
import { randomFrom } from '#shared/random/seeded-random.ts'

/** A session of a history that never was. `series`: the same show comes again every year. */
export interface PastSession extends BookingCurve { series: number, category: number, startsDay: number, saleDays: number }

const YEARS = 4
const SERIES = 260
const CATEGORIES = 4
/** Of January to December: quiet summers, a full December. */
const SEASON = [0.95, 1, 1.02, 1, 0.97, 0.85, 0.75, 0.78, 1, 1.08, 1.1, 1.35]
/** What weekdays sell, Monday first. */
const SELLING_DAYS = [1.05, 1, 1, 1.05, 1.15, 0.9, 0.85]
const SHOW_DAYS = [0.8, 0.85, 0.9, 0.95, 1.15, 1.25, 1.05]

/**
 * Four years of sessions with all that makes forecasts hard: popularity that differs tenfold, a rush when the sale opens and another
 * before the session in a mixture that is each show's own, seasons, weekdays, a weak trend, weeks in which something happens (a review, a
 * heat wave), noise with more spread than chance alone, and halls that sell out. It is made by other rules than the forecast assumes.
 */
export function madeUpHistory(seed: string): PastSession[] {
  const random = randomFrom(seed)
  const sessions: PastSession[] = []
  for (let series = 0; series < SERIES; series++) {
    const category = Math.floor(random() * CATEGORIES)
    const capacity = Math.round(200 * Math.exp(random() * 1.6) / 10) * 10
    const popularity = Math.exp(normal(random) * 0.55) * [0.55, 0.7, 0.9, 0.6][category]!
    const shape = { rush: random() * 0.6, late: 0.2 + random() * 0.6, saleDays: 30 + Math.floor(random() * 90) }
    const dayOfYear = Math.floor(random() * 365)
    for (let year = 0; year < YEARS; year++) {
      const startsDay = year * 365 + Math.min(364, Math.max(0, dayOfYear + Math.round(normal(random) * 6)))
      const weekday = startsDay % 7 + 1
      const demand = capacity * popularity * SEASON[Math.floor((startsDay % 365) / 30.5) % 12]! * SHOW_DAYS[weekday - 1]! * 1.03 ** year * Math.exp(normal(random) * 0.3)
      sessions.push({ series, category, startsDay, saleDays: shape.saleDays, capacity, weekday, sales: sell(random, demand, capacity, weekday, shape) })
    }
  }
  return sessions.toSorted((a, b) => a.startsDay - b.startsDay)
}

function sell(random: () => number, demand: number, capacity: number, weekday: number, { rush, late, saleDays }: { rush: number, late: number, saleDays: number }): number[] {
  const lateOwn = late * Math.exp(normal(random) * 0.25)
  const weights = Array.from({ length: saleDays }, (_, lead) => (rush * Math.exp(-(saleDays - 1 - lead) / 2.5) / 2.5 + lateOwn * Math.exp(-lead / 9) / 9 + 0.4 / saleDays) * SELLING_DAYS[(weekday - 1 - lead % 7 + 7) % 7]!)
  for (let shocks = 0; shocks < 2; shocks++) {
    const [at, strength] = [Math.floor(random() * saleDays), Math.exp(normal(random) * 0.5)]
    for (let lead = Math.max(0, at - 5); lead <= at; lead++) weights[lead]! *= strength
  }
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const sales = Array<number>(saleDays).fill(0)
  let left = capacity
  for (let lead = saleDays - 1; lead >= 0 && left > 0; lead--) {
    const wanted = negativeBinomial(random, demand * weights[lead]! / sum, 4)
    left -= sales[lead] = Math.min(left, wanted)
  }
  return sales
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Poisson with a mean that is itself drawn from a gamma distribution of so many degrees: purchases come in groups and days. */
function negativeBinomial(random: () => number, mean: number, degrees: number): number {
  let gamma = 0
  for (let i = 0; i < degrees; i++) gamma -= Math.log(1 - random())
  return poisson(random, mean * gamma / degrees)
}

function poisson(random: () => number, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  let count = 0
  for (let product = 1 - random(); product > Math.exp(-mean); product *= 1 - random()) count++
  return count
}
