/** How many of the wanted are among the first `k`: a share of all that were wanted. */
export function recallAt(k: number, ranked: readonly string[], wanted: ReadonlySet<string>): number {
  return ranked.slice(0, k).filter(id => wanted.has(id)).length / wanted.size
}

/**
 * Normalised discounted cumulative gain of the first `k` (Järvelin and Kekäläinen 2002): 1 where all that could be wanted stands
 * first, and less the further down it stands.
 */
export function ndcgAt(k: number, ranked: readonly string[], wanted: ReadonlySet<string>): number {
  const gain = ranked.slice(0, k).reduce((sum, id, at) => sum + (wanted.has(id) ? discount(at) : 0), 0)
  const best = Array.from({ length: Math.min(k, wanted.size) }, (_, at) => discount(at)).reduce((a, b) => a + b, 0)
  return gain / best
}

const discount = (at: number) => 1 / Math.log2(at + 2)
