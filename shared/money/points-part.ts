/** What a payment provider is asked for at least where points pay the rest: some take no smaller amounts. In minor units. */
const LEAST_MINOR = 500

/** How many points of a wallet pay a part of a price, where a provider collects the rest. One point is one minor unit. */
export function pointsPart(balance: number, totalMinor: number): number {
  return Math.max(0, Math.min(balance, totalMinor - LEAST_MINOR))
}
