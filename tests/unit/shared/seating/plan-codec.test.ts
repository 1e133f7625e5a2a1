import { createHash } from 'node:crypto'
import { brotliCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePlan, encodePlan } from '#shared/seating/plan-codec.ts'
import { seatId, seatsSoldWith, type SeatingPlan, tableOfSeat } from '#shared/seating/plan.ts'
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

describe('tables, marks and pictures', () => {
  const cabaret = (): SeatingPlan => {
    const plan = planOfRows(['gallery T1 1 2 3 4', 'gallery T2 1 2'])
    plan.sections[0]!.view = '0190f1d2-0000-7000-8000-000000000000'
    return {
      ...plan,
      tables: [
        { row: 0, form: 'round', at: { x: 75, y: 40 }, width: 90, height: 90, rotation: 0, soldAs: 'whole' },
        { row: 1, form: 'rectangle', at: { x: 25, y: 130 }, width: 120, height: 60, rotation: 30, soldAs: 'chair' }
      ],
      marks: [{ kind: 'entrance', at: { x: 0, y: 400 } }, { kind: 'bar', at: { x: 300, y: 400 }, label: { en: 'Blue bar', zh: '蓝吧' } }]
    }
  }

  it('come back as they were written, in a plan of version 2', () => {
    const encoded = JSON.parse(JSON.stringify(encodePlan(cabaret()))) as { version: number }
    expect(encoded.version).toBe(2)
    expect(decodePlan(encoded)).toEqual(cabaret())
  })

  it('leave the text and so the hash of a plan without them as it was before there were any', () => {
    const json = JSON.stringify(encodePlan(planOfRows(['stalls A 1 2 3 4', 'stalls B 9 7 5 3 1'])))
    expect(createHash('sha256').update(json).digest('hex')).toBe('51d6421ffe906a86ca853e27131762549064956a47ba0cde8bdeab953ae00a43')
  })

  it('name a chair by its table, and say what is sold together', () => {
    const plan = cabaret()
    expect(seatId(plan, 1)).toBe('gallery.T1.2')
    expect(tableOfSeat(plan, 5)?.soldAs).toBe('chair')
    expect(seatsSoldWith(plan, 2)).toEqual([0, 1, 2, 3])
    expect(seatsSoldWith(plan, 5)).toEqual([5])
  })

  it.each<[string, (plan: Record<string, unknown>) => void]>([
    ['a table at a row that is not there', (p) => { (p.tables as { row: number }[])[0]!.row = 9 }],
    ['two tables of one row', (p) => { (p.tables as { row: number }[])[1]!.row = 0 }],
    ['an unknown mark', (p) => { (p.marks as { kind: string }[])[0]!.kind = 'dragon' }]
  ])('refuse %s', (_, breakIt) => {
    const plan = JSON.parse(JSON.stringify(encodePlan(cabaret()))) as Record<string, unknown>
    breakIt(plan)
    expect(() => decodePlan(plan)).toThrow()
  })
})

describe('decoding broken data', () => {
  const good = () => structuredClone(encodePlan(planOfRows(['stalls A 1 2 3 4', 'circle A 1 3 5']))) as unknown as Record<string, never>

  it.each<[string, (plan: Record<string, unknown>) => void]>([
    ['another version', (p) => { p.version = 3 }],
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
