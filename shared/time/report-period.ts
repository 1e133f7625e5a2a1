import type { Locale } from '#shared/text/local-text.ts'
import { formatDateRange, formatWeekday } from './format.ts'
import { daysOfMonth, formatMonth, monthAfter, monthAt } from './month.ts'
import { isoWeekday, localTime } from './zoned.ts'

/** A time that reports are of: a month, `2026-10`, or a week from Monday to Sunday, `2026-W43` (ISO 8601). */
export type ReportPeriod = string

const DAY_MS = 86_400_000

export function isWeek(period: ReportPeriod): boolean {
  return period.includes('W')
}

/** Whether the calendar has it: not every year has a week 53. */
export function isReportPeriod(text: string): boolean {
  if (/^20\d{2}-(?:0[1-9]|1[0-2])$/.test(text)) return true
  return /^20\d{2}-W(?:0[1-9]|[1-4]\d|5[0-3])$/.test(text) && weekOf(mondayOf(text)) === text
}

/** Its first and last day, `2026-10-19` and `2026-10-25`. */
export function daysOfPeriod(period: ReportPeriod): { from: string, to: string, count: number } {
  if (!isWeek(period)) return daysOfMonth(period)
  const monday = mondayOf(period)
  return { from: dayOf(monday), to: dayOf(new Date(monday.getTime() + 6 * DAY_MS)), count: 7 }
}

/** The month or week so many later, or earlier. */
export function periodAfter(period: ReportPeriod, by: number): ReportPeriod {
  return isWeek(period) ? weekOf(new Date(mondayOf(period).getTime() + by * 7 * DAY_MS)) : monthAfter(period, by)
}

/** The week that it is somewhere. */
export function weekAt(instant: Date, timeZone: string): ReportPeriod {
  const { year, month, day } = localTime(instant, timeZone)
  return weekOf(new Date(Date.UTC(year, month - 1, day)))
}

/** Whether it has begun by the calendar of the zone. */
export function hasBegun(period: ReportPeriod, now: Date, timeZone: string): boolean {
  return daysOfPeriod(period).from <= daysOfPeriod(isWeek(period) ? weekAt(now, timeZone) : monthAt(now, timeZone)).from
}

/** `October 2026`, `2026年10月`; `19–25 Oct 2026`, `2026年10月19日–25日`. */
export function formatPeriod(period: ReportPeriod, locale: Locale): string {
  if (!isWeek(period)) return formatMonth(period, locale)
  const { from, to } = daysOfPeriod(period)
  return formatDateRange(from, to, 'UTC', locale)
}

/** The names of its days on an axis: `1` to `31`; `Mon 19`, `周一`. */
export function dayLabels(period: ReportPeriod, locale: Locale): string[] {
  const { from, count } = daysOfPeriod(period)
  if (!isWeek(period)) return Array.from({ length: count }, (_, day) => String(day + 1))
  return Array.from({ length: count }, (_, day) => new Date(Date.parse(from) + day * DAY_MS))
    .map(day => locale === 'zh' ? formatWeekday(day, 'UTC', 'zh') : `${formatWeekday(day, 'UTC', 'en')} ${day.getUTCDate()}`)
}

function mondayOf(week: ReportPeriod): Date {
  const [year, number] = week.split('-W').map(Number)
  // The fourth of January is always in week 1.
  const fourth = Date.UTC(year!, 0, 4)
  return new Date(fourth + ((number! - 1) * 7 - (weekday(fourth) - 1)) * DAY_MS)
}

/** A week belongs to the year of its Thursday. */
function weekOf(day: Date): ReportPeriod {
  const thursday = new Date(day.getTime() + (4 - weekday(day.getTime())) * DAY_MS)
  const number = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`
}

function weekday(at: number): number {
  const day = new Date(at)
  return isoWeekday({ year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() })
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10)
