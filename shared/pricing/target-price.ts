import { shiftedByDays } from '#shared/time/shifted-by-days.ts'
import type { PriceRules, TimeRule } from './price-rules.ts'

/** What the rules look at. Times in ms since 1970. */
export interface SaleFacts {
  nowMs: number
  /** When the session starts, and the zone of its venue (IANA). */
  startsAt: string
  timeZone: string
  /** Places of the type's part of the hall: paid for, and for sale at all. */
  sold: number
  capacity: number
}

/** What the rules say, and which of them say it. */
export interface TargetPrice {
  priceMinor: number
  /** The time rule that is in force, by its place among the rules. */
  timeRule: number | null
  /** The sales rule in force, by its threshold. */
  soldPercent: number | null
}

/**
 * The price that the rules ask for: that of the latest time rule that has come, or else the starting price; with the highest rise
 * that the sales have reached on top; rounded to the step, within floor and cap. The same facts always give the same price, and
 * more sold never gives a lower one.
 */
export function targetPrice(rules: PriceRules, startingMinor: number, facts: SaleFacts): TargetPrice {
  const timeRule = timeRuleAt(rules, facts)
  const rise = riseAt(rules, facts)
  const byTime = timeRule === null ? startingMinor : priceOfTimeRule(rules.byTime[timeRule]!, startingMinor)
  return { priceMinor: withinBounds(rules, byTime * (100 + (rise?.percent ?? 0)) / 100), timeRule, soldPercent: rise?.soldPercent ?? null }
}

/** When a time rule begins, in ms; null where it does not say. */
export function beginOfRule(rule: TimeRule, { startsAt, timeZone }: Pick<SaleFacts, 'startsAt' | 'timeZone'>): number | null {
  if (rule.at !== null) return Date.parse(rule.at)
  return rule.daysBefore === null ? null : Date.parse(shiftedByDays(startsAt, -rule.daysBefore, timeZone))
}

/** Places that must be sold for a threshold: 41 of 82 for 50 %. */
export function placesForPercent(soldPercent: number, capacity: number): number {
  return Math.ceil(soldPercent * capacity / 100)
}

function timeRuleAt(rules: PriceRules, facts: SaleFacts): number | null {
  let latest: { index: number, beginMs: number } | null = null
  for (const [index, rule] of rules.byTime.entries()) {
    const beginMs = beginOfRule(rule, facts)
    if (beginMs !== null && beginMs <= facts.nowMs && (rule.priceMinor !== null || rule.percent !== null) && (latest === null || beginMs >= latest.beginMs)) latest = { index, beginMs }
  }
  return latest?.index ?? null
}

function priceOfTimeRule(rule: TimeRule, startingMinor: number): number {
  return rule.priceMinor ?? startingMinor * (100 + rule.percent!) / 100
}

/** The highest rise that has been reached; of equal ones the one that takes more sales. */
function riseAt(rules: PriceRules, { sold, capacity }: SaleFacts): { percent: number, soldPercent: number } | null {
  let highest: { percent: number, soldPercent: number } | null = null
  for (const { percent, soldPercent } of rules.bySales) {
    if (percent === null || soldPercent === null || capacity <= 0 || sold * 100 < soldPercent * capacity) continue
    if (!highest || percent > highest.percent || (percent === highest.percent && soldPercent > highest.soldPercent)) highest = { percent, soldPercent }
  }
  return highest
}

/** The nearest price that the rules allow. What floor and cap leave no multiple of the step for, the floor decides. */
export function withinBounds({ floorMinor, capMinor, stepMinor }: PriceRules, priceMinor: number): number {
  const lowest = Math.ceil((floorMinor ?? 0) / stepMinor) * stepMinor
  const highest = capMinor === null ? Number.MAX_SAFE_INTEGER : Math.floor(capMinor / stepMinor) * stepMinor
  return Math.max(lowest, Math.min(highest, Math.round(priceMinor / stepMinor) * stepMinor))
}
