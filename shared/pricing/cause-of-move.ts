import type { RulesCause, RulesFollowed } from './price-cause.ts'
import type { PriceRules } from './price-rules.ts'
import type { SaleFacts, TargetPrice } from './target-price.ts'

/** The rules that a target follows, as they are kept beside the price. */
export function rulesFollowed(rules: PriceRules, { timeRule, soldPercent }: Pick<TargetPrice, 'timeRule' | 'soldPercent'>): RulesFollowed {
  const time = timeRule === null ? null : rules.byTime[timeRule]!
  return { time: time && { at: time.at, daysBefore: time.daysBefore }, soldPercent }
}

/** Why the rules moved a price: what they follow now and did not before. */
export function causeOfMove(before: RulesFollowed, after: RulesFollowed, { sold, capacity }: Pick<SaleFacts, 'sold' | 'capacity'>): RulesCause {
  const isNewTime = before.time?.at !== after.time?.at || before.time?.daysBefore !== after.time?.daysBefore
  return { kind: 'rules', time: isNewTime ? after.time : null, sales: salesChange(before.soldPercent, after.soldPercent), sold, capacity }
}

function salesChange(before: number | null, after: number | null): RulesCause['sales'] {
  if (before === after) return null
  if (after !== null && after > (before ?? 0)) return { soldPercent: after, isPassed: true }
  return { soldPercent: before!, isPassed: false }
}
