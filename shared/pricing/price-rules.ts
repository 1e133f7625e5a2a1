import { z } from 'zod'
import { instant } from '#shared/api/primitives.ts'
import { RULE_LIMITS } from './rule-limits.ts'

const amount = z.int().min(0).max(100_000_000_000)

/** From a moment on: another price, or so many per cent above or below the starting price. One of each pair is set. */
const timeRule = z.strictObject({
  at: instant.nullable(),
  /** Days before the session starts, at the same time of day on the venue's clock. */
  daysBefore: z.int().min(0).max(RULE_LIMITS.daysBefore).nullable(),
  priceMinor: amount.nullable(),
  percent: z.int().min(-90).max(RULE_LIMITS.percent).nullable()
})

/** From so many per cent of the places sold: so many per cent above what the time says. */
const salesRule = z.strictObject({
  soldPercent: z.int().min(1).max(100).nullable(),
  percent: z.int().min(1).max(RULE_LIMITS.percent).nullable()
})

/**
 * How the price of a ticket type moves while it sells. What is null is not said yet: autosave takes it, a document that is handed
 * in has none (`rule-faults.ts`).
 */
export const priceRules = z.strictObject({
  byTime: z.array(timeRule).max(RULE_LIMITS.byTime),
  bySales: z.array(salesRule).max(RULE_LIMITS.bySales),
  /** Never below, never above. */
  floorMinor: amount.nullable(),
  capMinor: amount.nullable(),
  /** Prices are multiples of it: 1000 for whole tens of yuan. */
  stepMinor: z.int().min(1).max(100_000_000),
  /** Least time between two changes by the rules. */
  coolDownHours: z.int().min(0).max(RULE_LIMITS.coolDownHours)
})

export type PriceRules = z.infer<typeof priceRules>
export type TimeRule = PriceRules['byTime'][number]
export type SalesRule = PriceRules['bySales'][number]
