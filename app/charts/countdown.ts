import type { ChartPlace } from './chart-spec.ts'

/** Between two ticks, in days: what people count in. */
const STEPS = [1, 2, 7, 14, 28, 56]
const MOST_TICKS = 9

/** Places by days before a session, the furthest first, with a tick at whole weeks where there are many. `nameOf` says a day in full. */
export function countdownPlaces(days: readonly number[], nameOf: (day: number) => string): ChartPlace[] {
  const step = STEPS.find(each => days.length / each <= MOST_TICKS) ?? STEPS.at(-1)!
  return days.map(day => ({ name: nameOf(day), tick: day % step === 0 ? String(day) : '', plain: String(day) }))
}
