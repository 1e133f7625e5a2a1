import type { Locale } from '#shared/text/local-text.ts'
import { isSameLocalDay, localTime } from '#shared/time/zoned.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The days of a card, without the year, which the event page says: `6–12 Dec`, `29 Nov – 5 Dec`, `11月29日–12月5日`. */
export function shortDates(from: string, to: string, timeZone: string, locale: Locale): string {
  const first = localTime(from, timeZone)
  const last = localTime(to, timeZone)
  const isSameMonth = first.year === last.year && first.month === last.month
  const day = (d: typeof first) => locale === 'zh' ? `${d.month}月${d.day}日` : `${d.day} ${MONTHS[d.month - 1]!}`
  if (isSameLocalDay(from, to, timeZone)) return day(first)
  if (locale === 'zh') return `${day(first)}–${isSameMonth ? `${last.day}日` : day(last)}`
  return isSameMonth ? `${first.day}–${day(last)}` : `${day(first)} – ${day(last)}`
}
