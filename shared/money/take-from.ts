/**
 * Takes an amount from several sources, each up to what is left of it, in their order. Sources that give nothing are left out.
 * `Infinity` takes all. Less than was wanted comes only where there is no more.
 */
export function takeFrom<Source extends { leftMinor: number }>(sources: readonly Source[], wantedMinor: number): { source: Source, amountMinor: number }[] {
  let rest = wantedMinor
  return sources.flatMap((source) => {
    const amountMinor = Math.min(rest, source.leftMinor)
    if (amountMinor <= 0) return []
    rest -= amountMinor
    return [{ source, amountMinor }]
  })
}
