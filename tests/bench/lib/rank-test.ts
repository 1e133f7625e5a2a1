/** The chance that a random one of `a` is greater than a random one of `b` (Mann-Whitney U as AUC): 0.5 where they are alike. */
export function rankAuc(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map(value => ({ value, isA: true })), ...b.map(value => ({ value, isA: false }))].sort((x, y) => x.value - y.value)
  let rankSum = 0
  for (let start = 0; start < all.length;) {
    let end = start
    while (end < all.length && all[end]!.value === all[start]!.value) end++
    // Ties share the middle of their ranks.
    for (let i = start; i < end; i++) if (all[i]!.isA) rankSum += (start + end + 1) / 2
    start = end
  }
  return (rankSum - a.length * (a.length + 1) / 2) / (a.length * b.length)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((x, y) => x - y)
  const middle = sorted.length / 2
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The same things in random order. */
export function shuffled<T>(things: readonly T[]): T[] {
  return things.map(thing => ({ thing, at: Math.random() })).sort((x, y) => x.at - y.at).map(({ thing }) => thing)
}
