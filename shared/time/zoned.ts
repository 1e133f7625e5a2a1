/**
 * Instants as the clock on a venue's wall shows them, and back. Temporal will replace this file once every browser that
 * Foyer serves has it.
 */

/** An instant as the API sends it, or as code holds it. */
export type Instant = Date | string

/** A reading of a wall clock: month 1 to 12, hour 0 to 23. */
export interface LocalTime { year: number, month: number, day: number, hour: number, minute: number, second: number }

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What a wall clock in `timeZone` (IANA) shows at `instant`. Throws `RangeError` for an unknown zone or an invalid date. */
export function localTime(instant: Instant, timeZone: string): LocalTime {
  const read = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of clockOf(timeZone).formatToParts(new Date(instant))) {
    if (type in read) read[type as keyof LocalTime] = Number(value)
  }
  return read
}

/** Minutes east of UTC in `timeZone` at `instant`: 480 in Shanghai. */
export function offsetMinutes(instant: Instant, timeZone: string): number {
  const exact = new Date(instant).getTime()
  const wholeSeconds = Math.floor(exact / 1000) * 1000
  return Math.round((asIfUtc(localTime(instant, timeZone)) - wholeSeconds) / MINUTE_MS)
}

/** `2026-12-05T19:30:00+08:00`: RFC 3339 with the zone's own offset, for JSON-LD and calendars. */
export function offsetDateTime(instant: Instant, timeZone: string): string {
  const local = localTime(instant, timeZone)
  const offset = offsetMinutes(instant, timeZone)
  const away = Math.abs(offset)
  return `${String(local.year).padStart(4, '0')}-${two(local.month)}-${two(local.day)}T${two(local.hour)}:${two(local.minute)}:${two(local.second)}`
    + `${offset < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`
}

/**
 * The instant at which a clock in `timeZone` shows `local`. Like Temporal's "compatible": a time that a DST gap skips is
 * moved later by the length of the gap, and of a time that happens twice the first is meant.
 */
export function instantOf(local: Omit<LocalTime, 'second'> & { second?: number }, timeZone: string): Date {
  const wall = asIfUtc({ second: 0, ...local })
  const before = offsetMinutes(new Date(wall - DAY_MS), timeZone) * MINUTE_MS
  const after = offsetMinutes(new Date(wall + DAY_MS), timeZone) * MINUTE_MS
  const matching = [wall - before, wall - after].filter(guess => asIfUtc(localTime(new Date(guess), timeZone)) === wall)
  return new Date(matching.length > 0 ? Math.min(...matching) : wall - before)
}

/** The first instant of the local day that lies `days` after the day of `instant`. */
export function startOfLocalDay(instant: Instant, timeZone: string, days = 0): Date {
  const { year, month, day } = localTime(instant, timeZone)
  const shifted = new Date(Date.UTC(year, month - 1, day + days))
  return instantOf({ year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate(), hour: 0, minute: 0 }, timeZone)
}

/** Whether both instants fall on the same day of the calendar in `timeZone`. */
export function isSameLocalDay(a: Instant, b: Instant, timeZone: string): boolean {
  const first = localTime(a, timeZone)
  const second = localTime(b, timeZone)
  return first.year === second.year && first.month === second.month && first.day === second.day
}

/** The Saturday and Sunday of the week (Monday first) of `now`: from `from`, before `to`. On a Sunday it is the running weekend. */
export function weekendOf(now: Instant, timeZone: string): { from: Date, to: Date } {
  const toSaturday = 6 - isoWeekday(localTime(now, timeZone))
  return { from: startOfLocalDay(now, timeZone, toSaturday), to: startOfLocalDay(now, timeZone, toSaturday + 2) }
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function isoWeekday({ year, month, day }: Pick<LocalTime, 'year' | 'month' | 'day'>): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric'
    })
    clocks.set(timeZone, clock)
  }
  return clock
}

function asIfUtc(local: LocalTime): number {
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
