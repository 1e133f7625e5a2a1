import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceMove } from '#shared/pricing/price-move.ts'
import { replaySale } from '#shared/pricing/replay-sale.ts'
import { FIRST_MS, LAST_MS, START, anyMs, anyRules, facts, rules } from './rules.ts'

const sale = (moments: { atMs: number, sold: number }[] = []) => ({ startsAt: START, timeZone: 'Asia/Shanghai', capacity: 100, fromMs: FIRST_MS, untilMs: LAST_MS, moments })
const anySale = fc.array(fc.record({ atMs: anyMs, sold: fc.nat(100) }), { maxLength: 30 }).map(moments => sale(moments.toSorted((a, b) => a.atMs - b.atMs)))
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)

describe('a sale played with price rules', () => {
  it('has a step for each change, with the rule that brought it', () => {
    expect(replaySale(rules(), 38_000, sale([{ atMs: at('2027-04-10'), sold: 55 }, { atMs: at('2027-05-12'), sold: 80 }]))).toEqual([
      { atMs: FIRST_MS, priceMinor: 38_000, because: null },
      { atMs: at('2027-04-10'), priceMinor: 40_000, because: { priceMinor: 40_000, timeRule: null, soldPercent: 50 } },
      { atMs: Date.parse('2027-05-01T02:00:00Z'), priceMinor: 44_000, because: { priceMinor: 44_000, timeRule: 0, soldPercent: 50 } },
      { atMs: at('2027-05-12'), priceMinor: 46_000, because: { priceMinor: 46_000, timeRule: 0, soldPercent: 80 } }
    ])
  })

  it('changes no price within the cool-down of the last change, and catches up right behind it', () => {
    const rested = rules({ coolDownHours: 48, byTime: [] })
    const steps = replaySale(rested, 38_000, sale([{ atMs: at('2027-04-10'), sold: 50 }, { atMs: at('2027-04-11'), sold: 80 }]))
    expect(steps.map(step => [step.atMs, step.priceMinor])).toEqual([[FIRST_MS, 38_000], [at('2027-04-10'), 40_000], [at('2027-04-12'), 42_000]])
  })

  it('never has two changes within the cool-down, whatever the rules and the sale', () => {
    fc.assert(fc.property(anyRules, anySale, ({ rules: any, startingMinor }, played) => {
      const changes = replaySale(any, startingMinor, played).slice(1)
      for (const [index, change] of changes.entries()) {
        if (index > 0) expect(change.atMs - changes[index - 1]!.atMs).toBeGreaterThanOrEqual(any.coolDownHours * 3_600_000)
      }
    }), { numRuns: 1000 })
  })

  it('is the same each time, and every step is another price', () => {
    fc.assert(fc.property(anyRules, anySale, ({ rules: any, startingMinor }, played) => {
      const steps = replaySale(any, startingMinor, played)
      expect(replaySale(any, startingMinor, played)).toEqual(steps)
      for (const [index, step] of steps.entries()) if (index > 0) expect(step.priceMinor).not.toBe(steps[index - 1]!.priceMinor)
    }))
  })

  it('leaves a price that was set by hand until the rules ask for another than when it was set', () => {
    const byHand = { priceMinor: 50_000, targetMinor: 40_000, changedAtMs: at('2027-04-02') }
    expect(priceMove(rules(), 38_000, byHand, facts({ at: '2027-04-20T00:00:00Z', sold: 60 }))).toBeNull()
    expect(priceMove(rules(), 38_000, byHand, facts({ at: '2027-04-20T00:00:00Z', sold: 80 }))).toMatchObject({ priceMinor: 42_000 })
  })
})
