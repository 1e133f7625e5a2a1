import { type Money, formatMoney } from '#shared/money/money.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { formatDay } from '#shared/time/format.ts'
import type { PriceCause, RulesCause } from './price-cause.ts'

/** Why a price changed, without the price: `80 % sold`. */
export function causeWords(cause: PriceCause, timeZone: string, locale: Locale): string {
  const words = WORDS[locale]
  if (cause.kind !== 'rules') return words[cause.kind]
  return [...timeReason(cause, timeZone, locale), ...salesReason(cause, locale)].join(words.and) || words.rules
}

/** One change as a sentence: `Price rose to ¥420 on Wed 12 May 2027: 80 % sold.` */
export function priceChangeSentence(change: { before: number, price: Money, fromAt: string | Date, cause: PriceCause, name?: string }, timeZone: string, locale: Locale): string {
  const { before, price, fromAt, cause, name } = change
  const words = WORDS[locale]
  const say = price.amountMinor < before ? words.fell : words.rose
  return say(name ?? words.price, formatMoney(price, locale), formatDay(fromAt, timeZone, locale), causeWords(cause, timeZone, locale))
}

function timeReason({ time }: RulesCause, timeZone: string, locale: Locale): string[] {
  if (!time) return []
  if (time.at !== null) return [WORDS[locale].from(formatDay(time.at, timeZone, locale))]
  return time.daysBefore === null ? [] : [WORDS[locale].daysBefore(time.daysBefore)]
}

function salesReason({ sales }: RulesCause, locale: Locale): string[] {
  if (!sales) return []
  return [sales.isPassed ? WORDS[locale].sold(sales.soldPercent) : WORDS[locale].cameBack(sales.soldPercent)]
}

const WORDS: Record<Locale, {
  start: string, approval: string, publisher: string, rules: string, price: string, and: string
  from(day: string): string, daysBefore(days: number): string, sold(percent: number): string, cameBack(percent: number): string
  rose(name: string, price: string, day: string, why: string): string, fell(name: string, price: string, day: string, why: string): string
}> = {
  en: {
    start: 'starting price', approval: 'new price list', publisher: 'set by the organiser', rules: 'by its price rules', price: 'Price', and: ', ',
    from: day => `price from ${day}`,
    daysBefore: days => days === 0 ? 'it begins' : days === 1 ? '1 day before' : `${days} days before`,
    sold: percent => `${percent}% sold`,
    cameBack: percent => `tickets came back, under ${percent}% sold`,
    rose: (name, price, day, why) => `${name} rose to ${price} on ${day}: ${why}.`,
    fell: (name, price, day, why) => `${name} fell to ${price} on ${day}: ${why}.`
  },
  zh: {
    start: '起售价', approval: '票价表更新', publisher: '主办方调整', rules: '按票价规则', price: '票价', and: '，',
    from: day => `${day} 起的票价`,
    daysBefore: days => days === 0 ? '演出开始' : `距演出 ${days} 天`,
    sold: percent => `已售出 ${percent}%`,
    cameBack: percent => `有票退回，售出不足 ${percent}%`,
    rose: (name, price, day, why) => `${name}已于 ${day} 涨至 ${price}：${why}。`,
    fell: (name, price, day, why) => `${name}已于 ${day} 降至 ${price}：${why}。`
  }
}
