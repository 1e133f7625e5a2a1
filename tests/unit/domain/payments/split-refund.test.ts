import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitRefund } from '#server/domain/payments/split-refund.ts'

const paid = fc.record({ amountMinor: fc.integer({ min: 0, max: 1e12 }), pointsMinor: fc.integer({ min: 0, max: 1e12 }) }).filter(mix => mix.amountMinor + mix.pointsMinor > 0)

describe('a refund of money and points', () => {
  it('in any number of parts comes to exactly what was paid of each, and never more on the way', () => {
    fc.assert(fc.property(paid, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (mix, shares) => {
      const whole = mix.amountMinor + mix.pointsMinor
      const back = { amountMinor: 0, pointsMinor: 0 }
      for (const share of [...shares, 1]) {
        const left = whole - back.amountMinor - back.pointsMinor
        const value = share === 1 ? left : Math.floor(left * share)
        if (value <= 0) continue
        const part = splitRefund(mix, back, value)
        expect(part.amountMinor + part.pointsMinor).toBe(value)
        back.amountMinor += part.amountMinor
        back.pointsMinor += part.pointsMinor
        expect(part.amountMinor >= 0 && part.pointsMinor >= 0 && back.amountMinor <= mix.amountMinor && back.pointsMinor <= mix.pointsMinor).toBe(true)
        // In proportion, to within one point.
        expect(Math.abs(back.pointsMinor - mix.pointsMinor * (back.amountMinor + back.pointsMinor) / whole)).toBeLessThanOrEqual(1.001)
      }
      expect(back).toEqual(mix)
    }))
  })

  it.each([[0], [-1], [101], [1.5], [Number.NaN]])('of %d out of 100 is refused', (value) => {
    expect(() => splitRefund({ amountMinor: 60, pointsMinor: 40 }, { amountMinor: 0, pointsMinor: 0 }, value)).toThrow(RangeError)
  })
})
