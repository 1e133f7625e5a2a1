import { formatMoney } from '#shared/money/money.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { formatDayAndTime } from '#shared/time/format.ts'
import type { PriceRules, SalesRule, TimeRule } from './price-rules.ts'

/** In which currency and zone the rules are read. */
export interface RuleReading { currency: string, timeZone: string, locale: Locale }

/** The rules as sentences, as they stand on the form; what is not said yet is a dash. */
export function ruleSentences(rules: PriceRules, reading: RuleReading): string[] {
  const { locale } = reading
  const words = WORDS[locale]
  const money = (amount: number | null) => amount === null ? '–' : formatMoney({ amountMinor: amount, currency: reading.currency }, locale)
  return [
    ...rules.byTime.map(rule => words.rule(timeWords(rule, reading), effectWords(rule, reading))),
    ...rules.bySales.map(rule => words.rule(salesWords(rule, locale), words.higher(rule.percent ?? '–'))),
    words.bounds(money(rules.floorMinor), money(rules.capMinor), money(rules.stepMinor)),
    ...rules.coolDownHours > 0 ? [words.rest(rules.coolDownHours)] : []
  ]
}

/** When a time rule begins: `From Sat 1 May 2027, 10:00`, `From 14 days before`. */
export function timeWords({ at, daysBefore }: TimeRule, { timeZone, locale }: Pick<RuleReading, 'timeZone' | 'locale'>): string {
  if (at !== null) return WORDS[locale].from(formatDayAndTime(at, timeZone, locale))
  return WORDS[locale].daysBefore(daysBefore ?? '–')
}

/** When a sales rule begins: `From 80 % sold`. */
export function salesWords({ soldPercent }: Pick<SalesRule, 'soldPercent'>, locale: Locale): string {
  return WORDS[locale].sold(soldPercent ?? '–')
}

function effectWords({ priceMinor, percent }: TimeRule, { currency, locale }: RuleReading): string {
  if (priceMinor !== null) return formatMoney({ amountMinor: priceMinor, currency }, locale)
  if (percent === null) return '–'
  return percent === 0 ? WORDS[locale].same : percent < 0 ? WORDS[locale].lower(-percent) : WORDS[locale].higher(percent)
}

type Figure = number | string

const WORDS: Record<Locale, {
  from(when: string): string, daysBefore(days: Figure): string, sold(percent: Figure): string
  same: string, higher(percent: Figure): string, lower(percent: Figure): string
  rule(when: string, what: string): string, bounds(floor: string, cap: string, step: string): string, rest(hours: number): string
}> = {
  en: {
    from: when => `From ${when}`,
    daysBefore: days => days === 0 ? 'From the hour of the start' : `From ${days} ${days === 1 ? 'day' : 'days'} before`,
    sold: percent => `From ${percent}% sold`,
    same: 'the starting price',
    higher: percent => `${percent}% more`,
    lower: percent => `${percent}% less than at the start`,
    rule: (when, what) => `${when}: ${what}.`,
    bounds: (floor, cap, step) => `Never below ${floor} or above ${cap}, in steps of ${step}.`,
    rest: hours => `At least ${hours} ${hours === 1 ? 'hour' : 'hours'} between two changes.`
  },
  zh: {
    from: when => `${when} 起`,
    daysBefore: days => days === 0 ? '演出开始时起' : `演出前 ${days} 天起`,
    sold: percent => `售出 ${percent}% 起`,
    same: '恢复起售价',
    higher: percent => `上浮 ${percent}%`,
    lower: percent => `比起售价低 ${percent}%`,
    rule: (when, what) => `${when}：${what}。`,
    bounds: (floor, cap, step) => `不低于 ${floor}，不高于 ${cap}，以 ${step} 为单位。`,
    rest: hours => `两次调价至少间隔 ${hours} 小时。`
  }
}
