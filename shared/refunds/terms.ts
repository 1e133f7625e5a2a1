import { z } from 'zod'
import { type Instant, startOfLocalDay } from '../time/zoned.ts'

/**
 * On what terms tickets of a show may be given back because their buyer wishes so. Steps end at midnight in the zone of the venue, so
 * many days before the day of the session; after the last one nothing goes back.
 */
export const refundTerms = z.strictObject({
  /** `automatic`: within the steps at once; `asked`: the publisher decides. */
  review: z.enum(['automatic', 'asked']),
  steps: z.array(z.strictObject({
    daysBefore: z.int().min(0).max(365),
    /** Kept of the price of each ticket, in whole percent. */
    feePercent: z.int().min(0).max(100)
  })).min(1).max(6).refine(steps => steps.every((step, i) => i === 0 || (step.daysBefore < steps[i - 1]!.daysBefore && step.feePercent >= steps[i - 1]!.feePercent)), { error: 'later steps are nearer to the day and keep at least as much' })
})

export type RefundTerms = z.infer<typeof refundTerms>

/** The terms of one order, frozen at its sale: instants, whatever becomes of session, zone or clocks. */
export interface FrozenTerms { review: RefundTerms['review'], steps: { until: string, feePercent: number }[] }

/** The terms as they are for a session that starts at an instant. */
export function freezeTerms(terms: RefundTerms, startsAt: Instant, timeZone: string): FrozenTerms {
  return { review: terms.review, steps: terms.steps.map(({ daysBefore, feePercent }) => ({ until: startOfLocalDay(startsAt, timeZone, -daysBefore).toISOString(), feePercent })) }
}

/** The step at an instant, in ms since 1970: the first that has not ended. Null: nothing goes back any more. */
export function stepAt(terms: FrozenTerms, nowMs: number): FrozenTerms['steps'][number] | null {
  return terms.steps.find(step => nowMs < Date.parse(step.until)) ?? null
}

/** What is kept of a ticket, in minor units: never more than the percent says. */
export function feeOf(paidMinor: number, feePercent: number): number {
  return Number(BigInt(paidMinor) * BigInt(feePercent) / 100n)
}

/** What was paid for the ticket at `position` of a line: the discounts of a line's tickets sum to its own. */
export function paidForTicket(line: { unitPriceMinor: number, discountMinor: number, quantity: number }, position: number): number {
  const upTo = (count: number) => Number(BigInt(line.discountMinor) * BigInt(count) / BigInt(line.quantity))
  return line.unitPriceMinor - (upTo(position + 1) - upTo(position))
}
