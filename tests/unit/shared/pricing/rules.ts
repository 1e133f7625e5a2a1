import fc from 'fast-check'
import type { PriceRules, SalesRule, TimeRule } from '#shared/pricing/price-rules.ts'
import type { SaleFacts } from '#shared/pricing/target-price.ts'

export const START = '2027-05-30T11:30:00Z'

/** 380 yuan at the start, 420 from 1 May, more as it sells, between 300 and 520 in tens. */
export function rules(changes: Partial<PriceRules> = {}): PriceRules {
  return {
    byTime: [timeRule({ at: '2027-05-01T02:00:00Z', priceMinor: 42_000 })],
    bySales: [{ soldPercent: 50, percent: 5 }, { soldPercent: 80, percent: 10 }],
    floorMinor: 30_000, capMinor: 52_000, stepMinor: 1000, coolDownHours: 0, ...changes
  }
}

export const timeRule = (changes: Partial<TimeRule>): TimeRule => ({ at: null, daysBefore: null, priceMinor: null, percent: null, ...changes })

export const facts = (changes: Partial<SaleFacts> & { at?: string } = {}): SaleFacts => {
  const { at = '2027-04-01T00:00:00Z', ...rest } = changes
  return { nowMs: Date.parse(at), startsAt: START, timeZone: 'Asia/Shanghai', sold: 0, capacity: 100, ...rest }
}

const FIRST_MS = Date.parse('2027-03-01T00:00:00Z')
const DAY_MS = 86_400_000

/** A moment of the three months before the session. */
export const anyMs = fc.integer({ min: 0, max: 90 * 24 }).map(hours => FIRST_MS + hours * 3_600_000)

const anyTimeRule: fc.Arbitrary<TimeRule> = fc.tuple(
  fc.oneof(anyMs.map(ms => ({ at: new Date(ms).toISOString() })), fc.integer({ min: 0, max: 90 }).map(daysBefore => ({ daysBefore }))),
  fc.oneof(fc.integer({ min: 0, max: 200 }).map(steps => ({ priceMinor: steps * 500 })), fc.integer({ min: -90, max: 300 }).map(percent => ({ percent })))
).map(([when, what]) => timeRule({ ...when, ...what }))

const anySalesRule: fc.Arbitrary<SalesRule> = fc.record({ soldPercent: fc.integer({ min: 1, max: 100 }), percent: fc.integer({ min: 1, max: 300 }) })

/** Rules that may be handed in, with a starting price for them: all amounts multiples of the step, between floor and cap. */
export const anyRules: fc.Arbitrary<{ rules: PriceRules, startingMinor: number }> = fc.record({
  stepMinor: fc.constantFrom(1, 100, 1000), floor: fc.integer({ min: 1, max: 50 }), width: fc.integer({ min: 0, max: 60 }), start: fc.integer({ min: 0, max: 60 }),
  byTime: fc.array(anyTimeRule, { maxLength: 4 }), bySales: fc.array(anySalesRule, { maxLength: 4 }), coolDownHours: fc.constantFrom(0, 1, 24, 100)
}).map(({ stepMinor, floor, width, start, ...rest }) => ({
  rules: { ...rest, stepMinor, floorMinor: floor * stepMinor, capMinor: (floor + width) * stepMinor },
  startingMinor: (floor + Math.min(start, width)) * stepMinor
}))

export const LAST_MS = FIRST_MS + 90 * DAY_MS
export { FIRST_MS }
