import { fractionDigits } from '#shared/money/money.ts'
import type { PriceRules } from '#shared/pricing/price-rules.ts'

/** Rules to begin with: two rises as it sells, nothing below the price as it is, a third more at most, in tens where the price is. */
export function newRules(priceMinor: number | null, currency: string): PriceRules {
  const ten = 10 * 10 ** fractionDigits(currency)
  const stepMinor = priceMinor === null || priceMinor % ten === 0 ? ten : priceMinor % (ten / 10) === 0 ? ten / 10 : 1
  return {
    byTime: [], bySales: [{ soldPercent: 50, percent: 5 }, { soldPercent: 80, percent: 10 }],
    floorMinor: priceMinor, capMinor: priceMinor === null ? null : Math.ceil(priceMinor * 4 / 3 / stepMinor) * stepMinor, stepMinor, coolDownHours: 24
  }
}

/** The same rules for a price of another height: per cent stay, amounts keep their proportion, on the step. */
export function rulesFor(rules: PriceRules, fromMinor: number, toMinor: number): PriceRules {
  const stepMinor = toMinor % rules.stepMinor === 0 ? rules.stepMinor : 1
  const scaled = (amount: number | null) => amount === null || fromMinor === 0 ? amount : Math.round(amount * toMinor / fromMinor / stepMinor) * stepMinor
  return {
    ...structuredClone(rules), stepMinor, floorMinor: scaled(rules.floorMinor), capMinor: scaled(rules.capMinor),
    byTime: rules.byTime.map(rule => ({ ...rule, priceMinor: scaled(rule.priceMinor) })), bySales: rules.bySales.map(rule => ({ ...rule }))
  }
}
