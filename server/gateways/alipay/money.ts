import { ProviderRefusal } from '#server/domain/payments/payment-gateway.ts'
import { type Money, decimalAmount } from '#shared/money/money.ts'

/** Alipay takes 100,000,000 yuan at most. In fen. */
const MOST = 10_000_000_000

/** An amount as Alipay writes it, `380.50`, from fen. Throws ProviderRefusal where it cannot take exactly this much. */
export function yuan({ amountMinor, currency }: Money): string {
  if (currency !== 'CNY') throw new ProviderRefusal('currency-not-taken', 'Alipay takes CNY only')
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 1) throw new ProviderRefusal('amount-not-exact', 'Alipay takes whole fen')
  if (amountMinor > MOST) throw new ProviderRefusal('amount-too-large', 'Alipay takes no such amount')
  return decimalAmount({ amountMinor, currency })
}

/** Fen from `380.50`, digit by digit: amounts are compared as integers. Null where it is no such amount. */
export function fen(text: unknown): number | null {
  const parts = typeof text === 'string' ? /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text) : null
  return parts ? Number(parts[1]! + (parts[2] ?? '').padEnd(2, '0')) : null
}
