import { z } from 'zod'
import type { TimeRule } from './price-rules.ts'

/** The rules that a price follows: the time rule by when it begins, the sales rule by its threshold. */
export interface RulesFollowed {
  time: Pick<TimeRule, 'at' | 'daysBefore'> | null
  soldPercent: number | null
}

/** Why a price is what it is. */
export const priceCause = z.discriminatedUnion('kind', [
  /** The first price. */
  z.object({ kind: z.literal('start') }),
  /** An approval changed the starting price or the rules. */
  z.object({ kind: z.literal('approval') }),
  /** The publisher set it, within floor and cap. */
  z.object({ kind: z.literal('publisher') }),
  /** The rules moved it: which ones are in force that were not before, or no longer are. */
  z.object({
    kind: z.literal('rules'),
    /** A time rule that has begun. */
    time: z.object({ at: z.string().nullable(), daysBefore: z.int().nullable() }).nullable(),
    /** The threshold that the sales passed; where tickets came back, the one they fell below. */
    sales: z.object({ soldPercent: z.int(), isPassed: z.boolean() }).nullable(),
    sold: z.int(),
    capacity: z.int()
  })
])

export type PriceCause = z.infer<typeof priceCause>
export type RulesCause = Extract<PriceCause, { kind: 'rules' }>
