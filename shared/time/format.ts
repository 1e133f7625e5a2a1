import type { Locale } from '#shared/text/local-text.ts'
import { type Instant, type LocalTime, isSameLocalDay, isoWeekday, localTime } from './zoned.ts'

/*
 * Dates as people read them. Put together here and not by Intl, whose commas and spaces differ between the server's and the
 * browser's version: the same words on both sides, or a page would flicker when it comes to life.
 */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = { en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] }

/** `Tue 12 May 2026`, `2026年5月12日 周二`. */
export function formatDay(instant: Instant, timeZone: string, locale: Locale): string {
  const local = localTime(instant, timeZone)
  const weekday = WEEKDAYS[locale][isoWeekday(local) - 1]!
  return locale === 'zh' ? `${dateOf(local, 'zh')} ${weekday}` : `${weekday} ${dateOf(local, 'en')}`
}

/** `Tue`, `周二`. */
export function formatWeekday(instant: Instant, timeZone: string, locale: Locale): string {
  return WEEKDAYS[locale][isoWeekday(localTime(instant, timeZone)) - 1]!
}

/** `19:30`, in both languages. */
export function formatTime(instant: Instant, timeZone: string): string {
  const { hour, minute } = localTime(instant, timeZone)
  return `${two(hour)}:${two(minute)}`
}

/** `Tue 12 May 2026, 19:30`, `2026年5月12日 周二 19:30`. */
export function formatDayAndTime(instant: Instant, timeZone: string, locale: Locale): string {
  return `${formatDay(instant, timeZone, locale)}${locale === 'zh' ? ' ' : ', '}${formatTime(instant, timeZone)}`
}

/** The days from `from` to `to`, without what repeats: `12–15 May 2026`, `2026年5月12日–15日`. One day is `formatDay`. */
export function formatDateRange(from: Instant, to: Instant, timeZone: string, locale: Locale): string {
  if (isSameLocalDay(from, to, timeZone)) return formatDay(from, timeZone, locale)
  const first = localTime(from, timeZone)
  const last = localTime(to, timeZone)
  const sameYear = first.year === last.year
  const sameMonth = sameYear && first.month === last.month
  if (locale === 'zh') {
    const rest = sameMonth ? `${last.day}日` : sameYear ? `${last.month}月${last.day}日` : dateOf(last, 'zh')
    return `${dateOf(first, 'zh')}–${rest}`
  }
  if (sameMonth) return `${first.day}–${dateOf(last, 'en')}`
  return `${first.day} ${MONTHS[first.month - 1]!}${sameYear ? '' : ` ${first.year}`} – ${dateOf(last, 'en')}`
}

function dateOf({ year, month, day }: LocalTime, locale: Locale): string {
  return locale === 'zh' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1]!} ${year}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
