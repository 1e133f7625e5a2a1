import { fractionDigits, type Money } from '#shared/money/money.ts'

/** Points are bought for 1 to 50,000 of the house currency at once. */
export function topUpLimits(currency: string): { least: Money, most: Money } {
  const whole = 10 ** fractionDigits(currency)
  return { least: { amountMinor: whole, currency }, most: { amountMinor: 50_000 * whole, currency } }
}
