import { decimalAmount, fractionDigits } from '#shared/money/money.ts'

/** An amount as one types it, without needless zeros: `380`, `380.50`. */
export function moneyText(amountMinor: number | null, currency: string): string {
  if (amountMinor === null) return ''
  const text = decimalAmount({ amountMinor, currency })
  return /\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text
}

/** Minor units of what somebody typed: `1,280` and `1280.5` and `１２８０` are understood. Null for nothing, undefined for no amount. */
export function moneyTyped(text: string, currency: string): number | null | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[\s,]/g, '')
  if (plain === '') return null
  const digits = fractionDigits(currency)
  const read = /^(\d{1,9})(?:\.(\d*))?$/.exec(plain)
  if (!read || (read[2] ?? '').replace(/0+$/, '').length > digits) return undefined
  return Number(read[1]) * 10 ** digits + Number((read[2] ?? '').slice(0, digits).padEnd(digits, '0') || 0)
}
