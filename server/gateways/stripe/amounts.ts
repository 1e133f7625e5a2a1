import { ProviderRefusal } from '#server/domain/payments/payment-gateway.ts'
import { type Money, fractionDigits } from '#shared/money/money.ts'

/** Currencies that Stripe counts in whole units (https://docs.stripe.com/currencies#zero-decimal). */
const WHOLE_UNITS = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'])
/** Currencies that it counts in thousandths, of which the last digit must be 0 (https://docs.stripe.com/currencies#three-decimal). */
const THOUSANDTHS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND'])
/** Its pages do not agree whether a shilling is 1 or 100: a guess could be wrong by a hundred times. */
const UNSURE = new Set(['UGX'])
/** It takes eight digits; some currencies may have more, but none fewer (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const MOST = 99_999_999

/** Whether Stripe can be asked for money of this currency. What an account may take beyond that Stripe says itself. */
export const stripeTakes = (currency: string) => /^[A-Z]{3}$/.test(currency) && currency !== 'PTS' && !UNSURE.has(currency)

/**
 * An amount as Stripe counts it. The króna has no hundredths but Stripe counts some, so its units and ours differ by more than a name.
 * Throws ProviderRefusal where Stripe cannot take exactly this much.
 */
export function toStripe({ amountMinor, currency }: Money): { amount: number, currency: string } {
  if (!stripeTakes(currency)) throw new ProviderRefusal('currency-not-taken', `Stripe is not asked for ${currency}`)
  const shift = stripeDigits(currency) - fractionDigits(currency)
  const amount = shift >= 0 ? amountMinor * 10 ** shift : amountMinor / 10 ** -shift
  if (!Number.isSafeInteger(amount) || amount < 1) throw new ProviderRefusal('amount-not-exact', `Stripe has no such amount of ${currency}`)
  if (THOUSANDTHS.has(currency) && amount % 10 !== 0) throw new ProviderRefusal('amount-not-exact', `Stripe takes ${currency} in steps of a hundredth`)
  if (amount > MOST) throw new ProviderRefusal('amount-too-large', `Stripe takes ${MOST} at most`)
  return { amount, currency: currency.toLowerCase() }
}

/** What Stripe says, as the house counts. A part of a unit that the house does not know is left out, and so is never taken for the whole. */
export function fromStripe(amount: number, currency: string): Money {
  const code = currency.toUpperCase()
  const shift = stripeDigits(code) - fractionDigits(code)
  return { amountMinor: shift <= 0 ? amount * 10 ** -shift : Math.floor(amount / 10 ** shift), currency: code }
}

function stripeDigits(currency: string): number {
  return WHOLE_UNITS.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2
}
