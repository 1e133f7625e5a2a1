import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPlainHall } from '#server/domain/seating/plain-hall.ts'
import { decodePlan, encodePlan } from '#shared/seating/plan-codec.ts'
import { draftOfPlan } from '#shared/seating/plan-draft.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { seatCount, seatId, standingCapacity } from '#shared/seating/plan.ts'

const name = { en: 'Hall', zh: '厅' }

describe('a plain hall', () => {
  it('can be sold whatever its size', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (rows, seatsPerRow) => {
      const plan = drawPlainHall({ kind: 'rows', name, rows, seatsPerRow })
      expect(findFaults(draftOfPlan(plan))).toEqual([])
      expect(seatCount(plan)).toBe(rows * seatsPerRow)
      expect(decodePlan(JSON.parse(JSON.stringify(encodePlan(plan))))).toEqual(plan)
    }), { numRuns: 40 })
    for (const capacity of [1, 40, 600, 100_000]) {
      const plan = drawPlainHall({ kind: 'standing', name, capacity })
      expect(findFaults(draftOfPlan(plan))).toEqual([])
      expect(standingCapacity(plan)).toBe(capacity)
    }
  })

  it('has row A in front, no I and no O, and its stage clear of the seats', () => {
    const plan = drawPlainHall({ kind: 'rows', name, rows: 100, seatsPerRow: 60 })
    expect(plan.rows.map(row => row.label)).toEqual(expect.arrayContaining(['A', 'H', 'J', 'N', 'P', 'Z', 'AA', 'DD']))
    expect(new Set(plan.rows.map(row => row.label)).size).toBe(100)
    expect(plan.rows.some(row => /[IO]/.test(row.label))).toBe(false)
    expect(seatId(plan, 0)).toBe('hall.A.1')
    const stage = plan.shapes.flatMap(shape => shape.kind === 'stage' ? shape.outline : [])
    expect(stage).toHaveLength(4)
    expect(Math.max(...stage.map(p => p.y))).toBeLessThan(Math.min(...plan.seats.y))
  })

  it('opens an aisle where a row is long', () => {
    const gaps = (seatsPerRow: number) => {
      const plan = drawPlainHall({ kind: 'rows', name, rows: 1, seatsPerRow })
      return Array.from({ length: seatsPerRow - 1 }, (_, i) => Math.hypot(plan.seats.x[i + 1]! - plan.seats.x[i]!, plan.seats.y[i + 1]! - plan.seats.y[i]!)).filter(gap => gap > 90).length
    }
    expect([gaps(18), gaps(20), gaps(36), gaps(50)]).toEqual([0, 1, 1, 2])
  })
})
