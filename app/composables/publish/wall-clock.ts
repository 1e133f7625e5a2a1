import { instantOf, localTime } from '#shared/time/zoned.ts'

const two = (value: number) => String(value).padStart(2, '0')

/** What a clock on the venue's wall shows, as `<input type="datetime-local">` writes it: `2026-12-05T19:30`. */
export function wallClockOf(instant: string | null, timeZone: string): string {
  if (instant === null) return ''
  const { year, month, day, hour, minute } = localTime(instant, timeZone)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

/** The instant of such a time; null for what is no time. */
export function instantAt(wallClock: string, timeZone: string): string | null {
  const read = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(wallClock)
  if (!read) return null
  const [year, month, day, hour, minute] = read.slice(1).map(Number) as [number, number, number, number, number]
  return instantOf({ year, month, day, hour, minute }, timeZone).toISOString()
}

/** So many minutes later, or earlier. */
export const minutesAfter = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString()
export const minutesBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
