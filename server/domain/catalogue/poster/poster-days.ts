import type { Locale } from '#shared/text/local-text.ts'

/** `Fri 11 Dec` or `28 Nov – 12 Dec` in the venue's zone. */
export function posterDays(first: Date, last: Date, timeZone: string, locale: Locale): string {
  const language = locale === 'zh' ? 'zh-CN' : 'en-GB'
  const day = new Intl.DateTimeFormat(language, { timeZone, month: locale === 'zh' ? 'long' : 'short', day: 'numeric' })
  const from = day.format(first)
  const to = day.format(last)
  if (from !== to) return `${from} – ${to}`
  const weekday = new Intl.DateTimeFormat(language, { timeZone, weekday: 'short' }).format(first)
  return locale === 'zh' ? `${from} ${weekday}` : `${weekday} ${from}`
}
