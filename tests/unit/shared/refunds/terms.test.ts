import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { feeOf, freezeTerms, paidForTicket, type RefundTerms, refundTerms, stepAt } from '#shared/refunds/terms.ts'

const TERMS: RefundTerms = { review: 'automatic', steps: [{ daysBefore: 7, feePercent: 0 }, { daysBefore: 1, feePercent: 30 }, { daysBefore: 0, feePercent: 80 }] }
const feeAt = (iso: string, startsAt: string, zone: string) => stepAt(freezeTerms(TERMS, startsAt, zone), Date.parse(iso))?.feePercent ?? null

describe('W-05: the fee of a refund', () => {
  it.each([
    // A Saturday evening in Shanghai: midnight there is 16:00 UTC the day before.
    ['2026-12-12T11:30:00Z', 'Asia/Shanghai', '2026-12-04T16:00:00.000Z', '2026-12-10T16:00:00.000Z', '2026-12-11T16:00:00.000Z'],
    // The clocks in Berlin go back on 25 October 2026: seven days before lies in summer time, the day itself in winter time.
    ['2026-10-29T19:00:00Z', 'Europe/Berlin', '2026-10-21T22:00:00.000Z', '2026-10-27T23:00:00.000Z', '2026-10-28T23:00:00.000Z'],
    // And forward in New York on 14 March 2027.
    ['2027-03-15T00:30:00Z', 'America/New_York', '2027-03-07T05:00:00.000Z', '2027-03-13T05:00:00.000Z', '2027-03-14T05:00:00.000Z']
  ])('of a session at %s in %s steps at midnight there, to the millisecond', (startsAt, zone, seven, one, day) => {
    const around = (iso: string) => [-1, 0, 1].map(ms => feeAt(new Date(Date.parse(iso) + ms).toISOString(), startsAt, zone))
    expect(around(seven)).toEqual([0, 30, 30])
    expect(around(one)).toEqual([30, 80, 80])
    expect(around(day)).toEqual([80, null, null])
  })

  it('is never more than its percent, and with what goes back it is what was paid', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 0, max: 100 }), (paid, percent) => {
      const fee = feeOf(paid, percent)
      expect(fee).toBeGreaterThanOrEqual(0)
      expect(BigInt(fee) * 100n).toBeLessThanOrEqual(BigInt(paid) * BigInt(percent))
      expect(BigInt(fee + 1) * 100n).toBeGreaterThan(BigInt(paid) * BigInt(percent))
    }))
  })

  it('is of what was paid for each ticket, and those of a line sum to the line', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (unitPriceMinor, quantity, share) => {
      const line = { unitPriceMinor, quantity, discountMinor: Math.floor(unitPriceMinor * quantity * share) }
      const tickets = Array.from({ length: quantity }, (_, position) => paidForTicket(line, position))
      expect(tickets.every(paid => paid >= 0 && paid <= unitPriceMinor)).toBe(true)
      expect(tickets.reduce((sum, paid) => sum + paid, 0)).toBe(unitPriceMinor * quantity - line.discountMinor)
    }))
  })
})

describe('terms', () => {
  it.each([
    ['none', []], ['steps that go away from the day', [{ daysBefore: 1, feePercent: 0 }, { daysBefore: 7, feePercent: 10 }]],
    ['a fee that sinks', [{ daysBefore: 7, feePercent: 50 }, { daysBefore: 1, feePercent: 10 }]], ['more than all', [{ daysBefore: 1, feePercent: 101 }]]
  ])('with %s are refused', (_, steps) => {
    expect(refundTerms.safeParse({ review: 'automatic', steps }).success).toBe(false)
  })
})
