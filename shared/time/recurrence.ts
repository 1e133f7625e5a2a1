import { instantOf, isoWeekday, localTime } from './zoned.ts'

export type Frequency = 'daily' | 'weekly' | 'monthly-by-weekday' | 'monthly-by-day'

/** When something takes place again and again, as a programme says it: by the calendar and the clock on the wall. */
export interface RecurrenceRule {
  frequency: Frequency
  /** Every so many days, weeks or months. */
  interval: number
  /** 1 Monday to 7 Sunday; weekly and monthly by weekday. Empty: the weekday of `from`. */
  weekdays: number[]
  /** Monthly by weekday: the first to fourth of the month, or -1 for the last. Left out: as `from` is. */
  ordinal?: 1 | 2 | 3 | 4 | -1
  /** `19:30`; one session each. */
  times: string[]
  /** First day, `2026-12-05`. */
  from: string
  /** Last day; or `count`, how many sessions. Without either the limits end it. */
  until?: string
  count?: number
  /** Days on which nothing takes place; they do not count. */
  exceptions: string[]
}

export interface Occurrence {
  /** ISO 8601, UTC. */
  startsAt: string
  /** The clocks skip this time that day, and it starts later by as much as they do. */
  isMoved: boolean
}

export const MOST_OCCURRENCES = 400
/** No programme is made for longer; and a rule that hardly ever meets comes to an end. */
const LONGEST_DAYS = 3660
const DAY_MS = 86_400_000

/**
 * The sessions of the rule in order. 19:30 stays 19:30 when the clocks change; a time that is skipped that day starts later, and
 * of one that happens twice the first is meant (`instantOf`). A month without such a day, 29 February say, has none. At most
 * `MOST_OCCURRENCES`. Throws `RangeError` for an unknown zone.
 */
export function occurrences(rule: RecurrenceRule, timeZone: string): Occurrence[] {
  const first = dayNumber(rule.from)
  const last = Math.min(rule.until === undefined ? Infinity : dayNumber(rule.until), first + LONGEST_DAYS)
  const most = Math.min(rule.count ?? MOST_OCCURRENCES, MOST_OCCURRENCES)
  const exceptions = new Set(rule.exceptions.map(dayNumber))
  const meets = dayTest(rule, first)
  const times = [...new Set(rule.times)].toSorted()
  const found = new Map<string, Occurrence>()
  for (let day = first; day <= last && found.size < most; day++) {
    if (!meets(day) || exceptions.has(day)) continue
    for (const time of times) {
      const occurrence = occurrenceAt(day, time, timeZone)
      // Two times of which the clocks skip one may begin at the same moment.
      if (found.size < most && !found.has(occurrence.startsAt)) found.set(occurrence.startsAt, occurrence)
    }
  }
  return [...found.values()].toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))
}

function occurrenceAt(day: number, time: string, timeZone: string): Occurrence {
  const date = new Date(day * DAY_MS)
  const [hour, minute] = time.split(':').map(Number)
  const wanted = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour: hour!, minute: minute! }
  const instant = instantOf(wanted, timeZone)
  const shown = localTime(instant, timeZone)
  return { startsAt: instant.toISOString(), isMoved: shown.hour !== wanted.hour || shown.minute !== wanted.minute || shown.day !== wanted.day }
}

/** Whether the rule meets on a day, given as days since 1970. */
function dayTest(rule: RecurrenceRule, first: number): (day: number) => boolean {
  const interval = Math.max(1, Math.trunc(rule.interval))
  const start = calendarDay(first)
  const weekdays = new Set(rule.weekdays.length > 0 ? rule.weekdays : [start.weekday])
  if (rule.frequency === 'daily') return day => (day - first) % interval === 0
  if (rule.frequency === 'weekly') {
    // Weeks begin on Monday (ISO 8601): every second week is every second of those.
    const firstMonday = first - (start.weekday - 1)
    return day => weekdays.has(calendarDay(day).weekday) && Math.floor((day - firstMonday) / 7) % interval === 0
  }
  const isRightMonth = (day: { year: number, month: number }) => ((day.year - start.year) * 12 + day.month - start.month) % interval === 0
  if (rule.frequency === 'monthly-by-day') {
    return number => calendarDay(number).day === start.day && isRightMonth(calendarDay(number))
  }
  const nth = Math.ceil(start.day / 7)
  const ordinal = rule.ordinal ?? (nth === 5 ? -1 : nth)
  return (number) => {
    const day = calendarDay(number)
    const isNth = ordinal === -1 ? calendarDay(number + 7).month !== day.month : Math.ceil(day.day / 7) === ordinal
    return weekdays.has(day.weekday) && isNth && isRightMonth(day)
  }
}

function calendarDay(day: number): { year: number, month: number, day: number, weekday: number } {
  const date = new Date(day * DAY_MS)
  const parts = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
  return { ...parts, weekday: isoWeekday(parts) }
}

const dayNumber = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
