import type { Money } from '#shared/money/money.ts'

/** `¥180 – ¥380`; one price where they are all alike, nothing where there is none. `say` writes one price. */
export function priceRange(prices: readonly (Money | null | undefined)[], say: (price: Money) => string): string {
  const sold = prices.flatMap(price => price ?? []).sort((a, b) => a.amountMinor - b.amountMinor)
  const [low, high] = [sold[0], sold.at(-1)]
  if (!low || !high) return ''
  return low.amountMinor === high.amountMinor ? say(low) : `${say(low)} – ${say(high)}`
}
