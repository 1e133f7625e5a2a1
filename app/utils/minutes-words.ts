import type { Locale } from '#shared/text/local-text.ts'

/** A time to wait as one would say it: never more exact than it can be. */
export function minutesWords(seconds: number, locale: Locale): string {
  const minutes = Math.round(seconds / 60)
  if (seconds < 45) return locale === 'zh' ? '不到 1 分钟' : 'less than a minute'
  if (minutes < 60) return locale === 'zh' ? `约 ${Math.max(1, minutes)} 分钟` : `about ${Math.max(1, minutes)} min`
  const hours = Math.floor(minutes / 60)
  const rest = Math.round(minutes % 60 / 10) * 10 % 60
  const wholeHours = hours + (minutes % 60 >= 55 ? 1 : 0)
  if (locale === 'zh') return rest ? `约 ${hours} 小时 ${rest} 分钟` : `约 ${wholeHours} 小时`
  return rest ? `about ${hours} h ${rest} min` : `about ${wholeHours} h`
}
