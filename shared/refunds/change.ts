import { z } from 'zod'
import type { Instant } from '../time/zoned.ts'
import { feeOf } from './terms.ts'

/** Until when, and at what fee, a buyer may change a ticket of a show for another seat or date of it by himself. */
export const changeTerms = z.strictObject({
  /** Hours before the session of the old ticket starts; 0: until it starts. */
  hoursBefore: z.int().min(0).max(8_760),
  /** Kept of the price of the old ticket, in whole percent. */
  feePercent: z.int().min(0).max(100)
})

export type ChangeTerms = z.infer<typeof changeTerms>

/** What a show begins with: until the day before, free of charge. */
export const USUAL_CHANGE_TERMS: ChangeTerms = { hoursBefore: 24, feePercent: 0 }

/** The terms of one order, frozen at its sale. */
export interface FrozenChangeTerms { until: string, feePercent: number }

export function freezeChangeTerms(terms: ChangeTerms, startsAt: Instant): FrozenChangeTerms {
  return { until: new Date(new Date(startsAt).getTime() - terms.hoursBefore * 3_600_000).toISOString(), feePercent: terms.feePercent }
}

/** What a change costs, in minor units. Nothing is lost on the way: paid = fee + credit + back, price = credit + pay. */
export interface ChangeDeal {
  /** For the old ticket. */
  paidMinor: number
  /** Kept of it. */
  feeMinor: number
  /** Of the new one. */
  priceMinor: number
  /** What of the old ticket's money pays the new one. */
  creditMinor: number
  payMinor: number
  backMinor: number
}

export function dealOf(paidMinor: number, feePercent: number, priceMinor: number): ChangeDeal {
  const feeMinor = feeOf(paidMinor, feePercent)
  const worthMinor = paidMinor - feeMinor
  const creditMinor = Math.min(worthMinor, priceMinor)
  return { paidMinor, feeMinor, priceMinor, creditMinor, payMinor: priceMinor - creditMinor, backMinor: worthMinor - creditMinor }
}
