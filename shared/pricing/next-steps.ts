import type { PriceRules } from './price-rules.ts'
import { type SaleFacts, beginOfRule, placesForPercent, targetPrice } from './target-price.ts'

/** What would change the price next: so many more places sold, or a moment that comes (in ms). */
export type NextStep =
  | { kind: 'sales', soldPercent: number, places: number, priceMinor: number }
  | { kind: 'time', atMs: number, priceMinor: number }

/** The next step by sales and the next by time, each as if nothing else happened; those that would leave the price as it is are passed over. */
export function nextSteps(rules: PriceRules, startingMinor: number, priceMinor: number, facts: SaleFacts): NextStep[] {
  const bySales = rules.bySales.flatMap(({ soldPercent }): NextStep[] => {
    if (soldPercent === null) return []
    const needed = placesForPercent(soldPercent, facts.capacity)
    if (needed <= facts.sold) return []
    return [{ kind: 'sales', soldPercent, places: needed - facts.sold, priceMinor: targetPrice(rules, startingMinor, { ...facts, sold: needed }).priceMinor }]
  }).filter(step => step.priceMinor !== priceMinor).sort((a, b) => a.kind === 'sales' && b.kind === 'sales' ? a.places - b.places : 0)
  const byTime = rules.byTime.flatMap((rule): NextStep[] => {
    const atMs = beginOfRule(rule, facts)
    if (atMs === null || atMs <= facts.nowMs) return []
    return [{ kind: 'time', atMs, priceMinor: targetPrice(rules, startingMinor, { ...facts, nowMs: atMs }).priceMinor }]
  }).filter(step => step.priceMinor !== priceMinor).sort((a, b) => a.kind === 'time' && b.kind === 'time' ? a.atMs - b.atMs : 0)
  return [...bySales.slice(0, 1), ...byTime.slice(0, 1)]
}
