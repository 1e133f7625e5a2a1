import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetPrice } from '#shared/pricing/target-price.ts'
import { anyMs, anyRules, facts, rules, timeRule } from './rules.ts'

const priceAt = (changes: Parameters<typeof facts>[0], by = rules()) => targetPrice(by, 38_000, facts(changes)).priceMinor

describe('the price that rules ask for', () => {
  it('is the starting price until a rule is reached, then what the rule says, to the minute and the seat', () => {
    expect(priceAt({})).toBe(38_000)
    expect(priceAt({ at: '2027-05-01T01:59:59Z' })).toBe(38_000)
    expect(priceAt({ at: '2027-05-01T02:00:00Z' })).toBe(42_000)
    expect(priceAt({ sold: 49 })).toBe(38_000)
    expect(priceAt({ sold: 50 })).toBe(40_000)
    expect(priceAt({ sold: 80 })).toBe(42_000)
    expect(priceAt({ sold: 80, at: '2027-05-02T00:00:00Z' })).toBe(46_000)
  })

  it('says which rules it follows', () => {
    expect(targetPrice(rules(), 38_000, facts({ sold: 85, at: '2027-05-02T00:00:00Z' }))).toEqual({ priceMinor: 46_000, timeRule: 0, soldPercent: 80 })
    expect(targetPrice(rules(), 38_000, facts())).toEqual({ priceMinor: 38_000, timeRule: null, soldPercent: null })
  })

  it('counts days back on the venue\'s clock, over a change of the clocks too', () => {
    const before = rules({ byTime: [timeRule({ daysBefore: 14, percent: 10 })], bySales: [] })
    const inParis = { startsAt: '2027-04-03T18:00:00Z', timeZone: 'Europe/Paris' }
    expect(priceAt({ ...inParis, at: '2027-03-20T18:59:59Z' }, before)).toBe(38_000)
    expect(priceAt({ ...inParis, at: '2027-03-20T19:00:00Z' }, before)).toBe(42_000)
  })

  it('may fall by the calendar, and of two rules the later one counts', () => {
    const lastMinute = rules({ bySales: [], byTime: [timeRule({ daysBefore: 1, percent: -20 }), timeRule({ daysBefore: 14, percent: 10 })] })
    expect(priceAt({ at: '2027-05-17T00:00:00Z' }, lastMinute)).toBe(42_000)
    expect(priceAt({ at: '2027-05-30T00:00:00Z' }, lastMinute)).toBe(30_000)
  })

  it('lies between floor and cap and is a multiple of the step, whatever the rules and the sale', () => {
    fc.assert(fc.property(anyRules, anyMs, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 }), ({ rules: any, startingMinor }, nowMs, sold, capacity) => {
      const { priceMinor } = targetPrice(any, startingMinor, facts({ nowMs, sold, capacity }))
      expect(priceMinor).toBeGreaterThanOrEqual(any.floorMinor!)
      expect(priceMinor).toBeLessThanOrEqual(any.capMinor!)
      expect(priceMinor % any.stepMinor).toBe(0)
    }), { numRuns: 2000 })
  })

  it('never falls as more is sold', () => {
    fc.assert(fc.property(anyRules, anyMs, fc.nat(100), fc.nat(100), ({ rules: any, startingMinor }, nowMs, sold, more) => {
      expect(targetPrice(any, startingMinor, facts({ nowMs, sold: sold + more, capacity: 100 })).priceMinor)
        .toBeGreaterThanOrEqual(targetPrice(any, startingMinor, facts({ nowMs, sold, capacity: 100 })).priceMinor)
    }), { numRuns: 2000 })
  })
})
