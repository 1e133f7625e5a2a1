import { brotliCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePlan, encodePlan } from '#shared/seating/plan-codec.ts'
import { anyPlan, bowlPlan, planOfRows } from './plans.ts'

describe('an encoded seating plan', () => {
  it('decodes to the same plan, whatever the plan is', () => {
    fc.assert(fc.property(anyPlan, (plan) => {
      expect(decodePlan(JSON.parse(JSON.stringify(encodePlan(plan))))).toEqual(plan)
    }), { numRuns: 300 })
  })

  it('has the same text for the same plan', () => {
    fc.assert(fc.property(anyPlan, (plan) => {
      const text = JSON.stringify(encodePlan(plan))
      expect(JSON.stringify(encodePlan(decodePlan(JSON.parse(text))))).toBe(text)
    }))
  })

  it('is at most 60 KB for a bowl of 20,000 seats (B4)', () => {
    const plan = bowlPlan(20_000)
    expect(plan.seats.label).toHaveLength(20_000)
    expect(brotliCompressSync(JSON.stringify(encodePlan(plan))).length).toBeLessThanOrEqual(60 * 1024)
  })

  it('writes seats that count evenly as one run', () => {
    const encoded = encodePlan(planOfRows(['stalls A 1 2 3 4', 'stalls B 9 7 5 3 1', 'stalls C 1 2 08 A']))
    expect(encoded.rows.seats).toEqual([[[1, 1, 4]], [[9, -2, 5]], ['1', '2', '08', 'A']])
  })

  it('refuses rows that leave seats out', () => {
    const plan = planOfRows(['stalls A 1 2 3'])
    expect(() => encodePlan({ ...plan, rows: [{ ...plan.rows[0]!, seatCount: 2 }] })).toThrow()
  })
})

describe('decoding broken data', () => {
  const good = () => structuredClone(encodePlan(planOfRows(['stalls A 1 2 3 4', 'circle A 1 3 5']))) as unknown as Record<string, never>

  it.each<[string, (plan: Record<string, unknown>) => void]>([
    ['another version', (p) => { p.version = 2 }],
    ['a missing column', (p) => { delete p.x }],
    ['columns of different length', (p) => { p.y = [1] }],
    ['a position that is no number', (p) => { p.x = [0, 50, 50, null, 0, 50, 50] }],
    ['a position outside 32 bits', (p) => { p.x = [0, 50, 50, 2 ** 40, 0, 50, 50] }],
    ['a category that is not there', (p) => { p.category = [7, 7] }],
    ['a run that is too long', (p) => { p.flags = [0, 1e12] }],
    ['a run that is too short', (p) => { p.flags = [0, 3] }],
    ['label runs beyond the seats', (p) => { (p.rows as { seats: unknown }).seats = [[[1, 1, 1e12]], ['1']] }],
    ['an unknown section', (p) => { (p.rows as { section: unknown }).section = [9, 2] }],
    ['an empty row', (p) => { (p.rows as { seats: unknown }).seats = [[], [[1, 1, 7]]] }],
    ['an infinite width', (p) => { p.width = Infinity }],
    ['a name in one language', (p) => { p.name = { en: 'Hall' } }],
    ['an unknown shape', (p) => { p.shapes = [{ kind: 'script' }] }]
  ])('throws on %s', (_, breakIt) => {
    const plan = good()
    breakIt(plan)
    expect(() => decodePlan(plan)).toThrow()
  })

  it('throws an Error and never hangs on any other JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(() => decodePlan(value)).toThrow(Error)
    }))
  })
})
