import type { Locale } from '#shared/text/local-text.ts'
import { localTime } from './zoned.ts'

/** A month of the calendar: `2026-10`. */
export type Month = string

const NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** Its first and last day, `2026-10-01` and `2026-10-31`. */
export function daysOfMonth(month: Month): { from: string, to: string, count: number } {
  const [year, number] = month.split('-').map(Number)
  const count = new Date(Date.UTC(year!, number!, 0)).getUTCDate()
  return { from: `${month}-01`, to: `${month}-${count}`, count }
}

/** The month so many months later, or earlier. */
export function monthAfter(month: Month, by: number): Month {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number! - 1 + by, 1)).toISOString().slice(0, 7)
}

/** The month that it is somewhere. */
export function monthAt(instant: Date, timeZone: string): Month {
  const { year, month } = localTime(instant, timeZone)
  return `${year}-${String(month).padStart(2, '0')}`
}

/** `October 2026`, `2026年10月`. */
export function formatMonth(month: Month, locale: Locale): string {
  const [year, number] = month.split('-').map(Number)
  return locale === 'zh' ? `${year}年${number}月` : `${NAMES[number! - 1]} ${year}`
}
