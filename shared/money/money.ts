import type { Locale } from '#shared/text/local-text.ts'

/** An amount in minor units (fen, cent, yen) of an ISO 4217 currency. Never a fraction. */
export interface Money { amountMinor: number, currency: string }

/** Currencies whose minor unit is not a hundredth (ISO 4217, table A.1). */
const FRACTION_DIGITS: Record<string, number> = { BHD: 3, CLP: 0, ISK: 0, JOD: 3, JPY: 0, KRW: 0, KWD: 3, OMR: 3, TND: 3, VND: 0 }

/** Decimal digits of a currency's minor unit: 2 for CNY, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  return FRACTION_DIGITS[currency] ?? 2
}

/** `{ amountMinor: 38000, currency: 'CNY' }` as `¥380` or `CN¥380`; fractions only where there are any. */
export function formatMoney(money: Money, locale: Locale): string {
  const digits = fractionDigits(money.currency)
  const whole = money.amountMinor % 10 ** digits === 0
  return new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en', {
    style: 'currency', currency: money.currency, currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits, maximumFractionDigits: whole ? 0 : digits
  }).format(money.amountMinor / 10 ** digits)
}

/** The amount as a decimal string for JSON-LD and providers: `380.00`. */
export function decimalAmount(money: Money): string {
  const digits = fractionDigits(money.currency)
  const sign = money.amountMinor < 0 ? '-' : ''
  const text = String(Math.abs(money.amountMinor)).padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** Sum of prices times quantities. Throws `RangeError` where the result is not an exact integer. */
export function total(lines: Iterable<{ unitPriceMinor: number, quantity: number }>): number {
  let sum = 0
  for (const line of lines) sum += line.unitPriceMinor * line.quantity
  if (!Number.isSafeInteger(sum)) throw new RangeError('the total is too large to be exact')
  return sum
}
