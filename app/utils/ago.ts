import type { Locale } from '#shared/text/local-text.ts'

const STEPS = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const

/** How long ago, in the largest unit that fits: `3 h`, `2 days`; `3 小时`, `2 天`. Under a minute: `1 min`. */
export function ago(instant: string, now: number, locale: Locale): string {
  const ms = Math.max(now - new Date(instant).getTime(), 60_000)
  const [unit, length] = STEPS.find(([, size]) => ms >= size)!
  const n = Math.floor(ms / length)
  if (locale === 'zh') return `${n} ${{ day: '天', hour: '小时', minute: '分钟' }[unit]}`
  return `${n} ${{ day: n === 1 ? 'day' : 'days', hour: 'h', minute: 'min' }[unit]}`
}
