import { instantOf, localTime } from './zoned.ts'

/** The instant at which the clock on the wall shows the same, `days` later. */
export function shiftedByDays(instant: string, days: number, timeZone: string): string {
  if (days === 0) return new Date(instant).toISOString()
  const local = localTime(instant, timeZone)
  const day = new Date(Date.UTC(local.year, local.month - 1, local.day + days))
  return instantOf({ ...local, year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() }, timeZone).toISOString()
}
