import type { SearchFacets } from '#shared/api/catalogue.ts'

/** What people call cheap and dear, in whole units: about an hour's, a day's, a week's fun. */
const EDGES: Record<string, number[]> = {
  CNY: [0, 100, 300, 600, 1000], HKD: [0, 100, 300, 600, 1000], TWD: [0, 500, 1500, 3000, 5000],
  JPY: [0, 2000, 5000, 10_000, 20_000], KRW: [0, 20_000, 50_000, 100_000, 200_000]
}
const ELSEWHERE = [0, 20, 50, 100, 200]

/** Where the price bands of a currency begin, in whole units. */
export function priceEdges(currency: string): number[] {
  return EDGES[currency] ?? ELSEWHERE
}

/** The bands with their counts; those with nothing in them too, so that they stand still while other filters change. */
export function priceBands(currency: string, counts: readonly number[]): SearchFacets['prices'] {
  const edges = priceEdges(currency)
  return { currency, bands: edges.map((from, at) => ({ from, to: edges[at + 1] ?? null, count: counts[at] ?? 0 })) }
}
