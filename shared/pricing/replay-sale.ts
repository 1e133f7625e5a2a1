import { type PriceInForce, priceMove, restsUntil } from './price-move.ts'
import type { PriceRules } from './price-rules.ts'
import { type SaleFacts, type TargetPrice, beginOfRule, targetPrice } from './target-price.ts'

/** How far the sale was: so many places sold from this moment on, in ms. */
export interface SaleMoment { atMs: number, sold: number }

/** A price from a moment on, with the rule that brought it; none of the first. */
export interface PriceStep { atMs: number, priceMinor: number, because: TargetPrice | null }

/** The sale that is played: the session, its places, how it sold, and from when until when. */
export interface Sale extends Pick<SaleFacts, 'startsAt' | 'timeZone' | 'capacity'> {
  fromMs: number
  untilMs: number
  /** In the order of time. */
  moments: readonly SaleMoment[]
}

/** What the rules would do in a sale: the price at its beginning and each change. Pure: a past sale is played again, a coming one tried out. */
export function replaySale(rules: PriceRules, startingMinor: number, sale: Sale): PriceStep[] {
  const begins = rules.byTime.flatMap(rule => beginOfRule(rule, sale) ?? [])
  const moments = [...new Set([...begins, ...sale.moments.map(moment => moment.atMs)])].filter(ms => ms > sale.fromMs && ms < sale.untilMs).sort((a, b) => a - b)
  const soldAt = salesOf(sale.moments)
  const facts = (nowMs: number): SaleFacts => ({ ...sale, nowMs, sold: soldAt(nowMs) })
  const first = targetPrice(rules, startingMinor, facts(sale.fromMs))
  const steps: PriceStep[] = [{ atMs: sale.fromMs, priceMinor: first.priceMinor, because: null }]
  let inForce: PriceInForce = { priceMinor: first.priceMinor, targetMinor: first.priceMinor, changedAtMs: null }

  function look(nowMs: number) {
    const move = priceMove(rules, startingMinor, inForce, facts(nowMs))
    if (!move) return
    steps.push({ atMs: nowMs, priceMinor: move.priceMinor, because: move })
    inForce = { priceMinor: move.priceMinor, targetMinor: move.priceMinor, changedAtMs: nowMs }
  }
  for (const [index, at] of moments.entries()) {
    look(at)
    // What came while the price rested changes it as soon as it may.
    const rested = restsUntil(rules, inForce)
    if (rested > at && rested < (moments[index + 1] ?? sale.untilMs)) look(rested)
  }
  return steps
}

/** Asked in the order of time. */
function salesOf(moments: readonly SaleMoment[]): (nowMs: number) => number {
  let next = 0
  let sold = 0
  return (nowMs) => {
    while (next < moments.length && moments[next]!.atMs <= nowMs) sold = moments[next++]!.sold
    return sold
  }
}
