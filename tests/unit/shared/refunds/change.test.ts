import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitRefund } from '#server/domain/payments/split-refund.ts'
import { takeFrom } from '#shared/money/take-from.ts'
import { changeTerms, dealOf, freezeChangeTerms } from '#shared/refunds/change.ts'
import { feeOf } from '#shared/refunds/terms.ts'

const amount = fc.integer({ min: 0, max: 500_000 })
const percent = fc.integer({ min: 0, max: 100 })

describe('the terms of a change', () => {
  it('end so many hours before the session, as an instant', () => {
    expect(freezeChangeTerms({ hoursBefore: 24, feePercent: 10 }, '2026-12-02T11:30:00Z')).toEqual({ until: '2026-12-01T11:30:00.000Z', feePercent: 10 })
    expect(freezeChangeTerms({ hoursBefore: 0, feePercent: 0 }, new Date('2026-12-02T11:30:00Z')).until).toBe('2026-12-02T11:30:00.000Z')
    expect(changeTerms.safeParse({ hoursBefore: -1, feePercent: 0 }).success).toBe(false)
    expect(changeTerms.safeParse({ hoursBefore: 1, feePercent: 101 }).success).toBe(false)
  })
})

describe('the difference in price', () => {
  it('is paid for a dearer place, goes back for a cheaper one, and is nothing for one at the same price', () => {
    expect(dealOf(38_000, 0, 50_000)).toMatchObject({ creditMinor: 38_000, payMinor: 12_000, backMinor: 0 })
    expect(dealOf(38_000, 0, 10_000)).toMatchObject({ creditMinor: 10_000, payMinor: 0, backMinor: 28_000 })
    expect(dealOf(38_000, 0, 38_000)).toMatchObject({ creditMinor: 38_000, payMinor: 0, backMinor: 0 })
    expect(dealOf(38_000, 10, 38_000)).toMatchObject({ feeMinor: 3_800, creditMinor: 34_200, payMinor: 3_800, backMinor: 0 })
    expect(dealOf(0, 100, 5_000)).toMatchObject({ feeMinor: 0, creditMinor: 0, payMinor: 5_000 })
  })

  it('loses and makes no money, whatever is paid, kept and asked', () => {
    fc.assert(fc.property(amount, percent, amount, (paidMinor, fee, priceMinor) => {
      const deal = dealOf(paidMinor, fee, priceMinor)
      expect(deal.paidMinor).toBe(deal.feeMinor + deal.creditMinor + deal.backMinor)
      expect(deal.priceMinor).toBe(deal.creditMinor + deal.payMinor)
      expect(Math.min(deal.payMinor, deal.backMinor)).toBe(0)
      expect(Math.min(...Object.values(deal))).toBeGreaterThanOrEqual(0)
    }))
  })
})

interface Payment { amountMinor: number, pointsMinor: number, back: { amountMinor: number, pointsMinor: number } }
interface Ticket { priceMinor: number, funds: { payment: Payment, leftMinor: number }[] }

describe('chains of changes and refunds', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('change' as const), fee: percent, price: amount, points: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('refund' as const), fee: percent })
  )

  it('keep and give back what came in, to the cent, and never more of a payment than it took', () => {
    fc.assert(fc.property(amount, fc.double({ min: 0, max: 1, noNaN: true }), fc.array(step, { maxLength: 12 }), (price, points, steps) => {
      const payments: Payment[] = []
      let kept = 0
      const capture = (value: number, share: number): Ticket['funds'] => {
        const pointsMinor = Math.floor(value * share)
        const payment = { amountMinor: value - pointsMinor, pointsMinor, back: { amountMinor: 0, pointsMinor: 0 } }
        payments.push(payment)
        return [{ payment, leftMinor: value }]
      }
      const sendBack = (funds: Ticket['funds'], value: number) => {
        for (const { source, amountMinor } of takeFrom(funds, value)) {
          const part = splitRefund(source.payment, source.payment.back, amountMinor)
          source.payment.back = { amountMinor: source.payment.back.amountMinor + part.amountMinor, pointsMinor: source.payment.back.pointsMinor + part.pointsMinor }
          source.leftMinor -= amountMinor
        }
      }
      let ticket: Ticket | null = { priceMinor: price, funds: capture(price, points) }
      for (const move of steps) {
        if (!ticket) break
        if (move.kind === 'refund') {
          const fee = feeOf(ticket.priceMinor, move.fee)
          kept += fee
          sendBack(ticket.funds, ticket.priceMinor - fee)
          ticket = null
        } else {
          const old: Ticket = ticket
          const deal = dealOf(old.priceMinor, move.fee, move.price)
          kept += deal.feeMinor
          const credit = takeFrom(old.funds, deal.creditMinor).map(({ source, amountMinor }) => {
            source.leftMinor -= amountMinor
            return { payment: source.payment, leftMinor: amountMinor }
          })
          expect(credit.reduce((sum, one) => sum + one.leftMinor, 0)).toBe(deal.creditMinor)
          sendBack(old.funds, deal.backMinor)
          ticket = { priceMinor: deal.priceMinor, funds: [...capture(deal.payMinor, move.points), ...credit] }
        }
      }
      const cameIn = payments.reduce((sum, one) => sum + one.amountMinor + one.pointsMinor, 0)
      const wentBack = payments.reduce((sum, one) => sum + one.back.amountMinor + one.back.pointsMinor, 0)
      expect(cameIn).toBe(wentBack + kept + (ticket?.priceMinor ?? 0))
      for (const one of payments) {
        expect(one.back.amountMinor).toBeLessThanOrEqual(one.amountMinor)
        expect(one.back.pointsMinor).toBeLessThanOrEqual(one.pointsMinor)
      }
    }))
  })
})
