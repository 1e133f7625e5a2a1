import { decimalAmount, formatMoney, fractionDigits } from '#shared/money/money.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { Unit } from './chart-spec.ts'

const language = (locale: Locale) => locale === 'zh' ? 'zh-CN' : 'en'

/** Orders, tickets, people. */
export function countUnit(locale: Locale): Unit {
  const whole = new Intl.NumberFormat(language(locale), { maximumFractionDigits: 1 })
  const short = new Intl.NumberFormat(language(locale), { notation: 'compact', maximumFractionDigits: 1 })
  return { text: value => whole.format(value), short: value => short.format(value), plain: String, isWhole: true, scale: 1 }
}

/** Minor units of a currency. */
export function moneyUnit(currency: string, locale: Locale): Unit {
  const digits = fractionDigits(currency)
  const short = new Intl.NumberFormat(language(locale), { style: 'currency', currency, currencyDisplay: 'narrowSymbol', notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 })
  return {
    text: value => formatMoney({ amountMinor: Math.round(value), currency }, locale),
    short: value => short.format(value / 10 ** digits),
    plain: value => decimalAmount({ amountMinor: Math.round(value), currency }),
    isWhole: false,
    scale: 10 ** digits
  }
}

/** A share: 0.125 is 12.5 %. Always with one decimal, so that those of a column stand under each other. */
export function shareUnit(locale: Locale): Unit {
  const fine = new Intl.NumberFormat(language(locale), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const short = new Intl.NumberFormat(language(locale), { style: 'percent', maximumFractionDigits: 0 })
  return { text: value => fine.format(value), short: value => short.format(value), plain: value => String(Math.round(value * 10_000) / 10_000), isWhole: false, scale: 1 }
}
