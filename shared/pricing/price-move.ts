import type { PriceRules } from './price-rules.ts'
import { type SaleFacts, type TargetPrice, targetPrice } from './target-price.ts'

const HOUR_MS = 3_600_000

/** The price in force, as its row says. */
export interface PriceInForce {
  priceMinor: number
  /** What the rules asked for when it came into force: a price set by hand stays until they ask for something else. */
  targetMinor: number
  /** When it changed last, in ms; null where it never has. */
  changedAtMs: number | null
}

/** What the rules make of the price now; null where it stays: they ask for nothing new, or the last change is too fresh. */
export function priceMove(rules: PriceRules, startingMinor: number, inForce: PriceInForce, facts: SaleFacts): TargetPrice | null {
  if (facts.nowMs < restsUntil(rules, inForce)) return null
  const target = targetPrice(rules, startingMinor, facts)
  return target.priceMinor === inForce.targetMinor ? null : target
}

/** Until when the rules leave the price alone after its last change, in ms. */
export function restsUntil(rules: Pick<PriceRules, 'coolDownHours'>, { changedAtMs }: Pick<PriceInForce, 'changedAtMs'>): number {
  return changedAtMs === null ? -Infinity : changedAtMs + rules.coolDownHours * HOUR_MS
}
