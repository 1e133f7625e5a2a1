import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountFault, ruleFaults } from '#shared/pricing/rule-faults.ts'
import { newRules, rulesFor } from '../../../../app/composables/publish/new-rules.ts'

describe('rules that the form begins with', () => {
  it('may be handed in as they are, for any price in any currency', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom('CNY', 'JPY', 'KWD'), (priceMinor, currency) => {
      const rules = newRules(priceMinor, currency)
      expect(ruleFaults(rules)).toEqual([])
      expect(amountFault(rules, priceMinor)).toBeNull()
    }))
    expect(newRules(38_000, 'CNY')).toMatchObject({ floorMinor: 38_000, capMinor: 51_000, stepMinor: 1000 })
    expect(newRules(38_800, 'CNY').stepMinor).toBe(100)
    expect(newRules(3_800, 'JPY')).toMatchObject({ stepMinor: 10, capMinor: 5_070 })
  })

  it('fit another price of the hall when they are copied', () => {
    const half = rulesFor({ ...newRules(38_000, 'CNY'), byTime: [{ at: null, daysBefore: 7, priceMinor: 42_000, percent: null }] }, 38_000, 19_000)
    expect(half).toMatchObject({ floorMinor: 19_000, capMinor: 26_000, stepMinor: 1000, byTime: [{ priceMinor: 21_000 }], bySales: [{ soldPercent: 50, percent: 5 }, { soldPercent: 80, percent: 10 }] })
    expect(ruleFaults(half)).toEqual([])
    expect(amountFault(half, 19_000)).toBeNull()
  })
})
