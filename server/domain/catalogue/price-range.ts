import type { TicketTypeRow } from '#drizzle/schema/pricing.ts'
import type { Money } from '#shared/money/money.ts'

/** The cheapest and the dearest all-in price, or null where there is none. Prices of another currency than the cheapest do not compare. */
export function priceRange(types: readonly Pick<TicketTypeRow, 'priceMinor' | 'currency'>[]): { from: Money, to: Money } | null {
  const sorted = types.toSorted((a, b) => a.priceMinor - b.priceMinor)
  const cheapest = sorted[0]
  if (!cheapest) return null
  const dearest = sorted.findLast(type => type.currency === cheapest.currency)!
  return {
    from: { amountMinor: cheapest.priceMinor, currency: cheapest.currency },
    to: { amountMinor: dearest.priceMinor, currency: dearest.currency }
  }
}
