import { instantOf, localTime } from './zoned.ts'

/** Nobody is written to before and after these hours of his own day without need. */
const FROM_HOUR = 9
const UNTIL_HOUR = 20

/** `now`, or the next morning at nine of a clock in `timeZone` where it is late or early there. */
export function wakingTime(now: Date, timeZone: string): Date {
  const { year, month, day, hour } = localTime(now, timeZone)
  if (hour >= FROM_HOUR && hour < UNTIL_HOUR) return now
  const morning = new Date(Date.UTC(year, month - 1, day + (hour < FROM_HOUR ? 0 : 1)))
  return instantOf({ year: morning.getUTCFullYear(), month: morning.getUTCMonth() + 1, day: morning.getUTCDate(), hour: FROM_HOUR, minute: 0 }, timeZone)
}

/** `2026-11-26`: the day of the calendar in `timeZone`. */
export function localDate(instant: Date, timeZone: string): string {
  const { year, month, day } = localTime(instant, timeZone)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}
