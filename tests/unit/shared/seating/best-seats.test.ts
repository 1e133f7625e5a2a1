import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestSeats } from '#shared/seating/best-seats.ts'
import { SeatFlag, seatId, type SeatingPlan } from '#shared/seating/plan.ts'
import { neighboursOf } from '#shared/seating/seat-blocks.ts'
import { seatsNear } from '#shared/seating/seats-near.ts'
import { anyPlan, bowlPlan, planOfRows } from './plans.ts'

const ids = (plan: SeatingPlan, seats: number[] | null) => seats && seats.map(seat => seatId(plan, seat).replace(/^stalls\./, ''))
const allBut = (plan: SeatingPlan, taken: string[]) => (seat: number) => !taken.includes(seatId(plan, seat).replace(/^stalls\./, ''))
const isAnything = () => true

describe('best seats', () => {
  it('are the middle of the first row in an empty hall', () => {
    const plan = { ...planOfRows(['stalls A 1 2 3 4 5 6 7', 'stalls B 1 2 3 4 5 6 7']), focal: { x: 150, y: -500 } }
    expect(ids(plan, bestSeats(plan, isAnything, 3))).toEqual(['A.3', 'A.4', 'A.5'])
  })

  it('are together in one row, even when a nearer row has single seats', () => {
    const plan = planOfRows(['stalls A 1 2 3 4', 'stalls B 1 2 3 4'])
    expect(ids(plan, bestSeats(plan, allBut(plan, ['A.2']), 3))).toEqual(['B.1', 'B.2', 'B.3'])
  })

  it('are not cut by an aisle', () => {
    const plan = planOfRows(['stalls A 1 2 _ 3 4', 'stalls B 1 2 3 _ 4'])
    expect(ids(plan, bestSeats(plan, isAnything, 3))).toEqual(['B.1', 'B.2', 'B.3'])
  })

  it('leave no single seat over while another choice does not (T-06)', () => {
    const plan = planOfRows(['stalls A 1 2 3', 'stalls B 1 2 3 4'])
    expect(ids(plan, bestSeats(plan, isAnything, 2))).toEqual(['B.1', 'B.2'])
  })

  it('leave a single seat over when nothing else is possible', () => {
    const plan = planOfRows(['stalls A 1 2 3'])
    expect(ids(plan, bestSeats(plan, isAnything, 2))).toEqual(['A.1', 'A.2'])
  })

  it('are split over neighbouring rows when no row has room', () => {
    const plan = planOfRows(['stalls A 1 2', 'stalls B 1 2', 'stalls C 1 2', 'stalls D 1 2'])
    expect(ids(plan, bestSeats(plan, isAnything, 4))).toEqual(['A.1', 'A.2', 'B.1', 'B.2'])
  })

  it('leave nobody alone in another row when that can be helped', () => {
    const plan = planOfRows(['stalls A 1 2 3', 'stalls B 1 2 3'])
    const rows = ids(plan, bestSeats(plan, isAnything, 4))!.map(id => id[0])
    expect(rows.filter(row => row === 'A')).toHaveLength(2)
  })

  it('keep wheelchair places and their companions for those who ask, and give them last', () => {
    const plan = planOfRows(['stalls A 1 2 3 4', 'stalls B 1 2 3 4'])
    plan.seats.flags.set([SeatFlag.accessible, SeatFlag.companion, SeatFlag.accessible, SeatFlag.companion])
    expect(ids(plan, bestSeats(plan, isAnything, 2))).toEqual(['B.1', 'B.2'])
    expect(ids(plan, bestSeats(plan, isAnything, 2, { accessible: true }))).toEqual(['A.1', 'A.2'])
    expect(bestSeats(plan, isAnything, 6)).toHaveLength(6)
  })

  it('are none where the category is unknown or the count is nonsense', () => {
    const plan = planOfRows(['stalls A 1 2 3 4'])
    expect(bestSeats(plan, isAnything, 1, { categoryKey: 'nothing' })).toBeNull()
    expect([0, -1, 1.5, Number.NaN, 5].map(count => bestSeats(plan, isAnything, count))).toEqual([null, null, null, null, null])
  })

  it('are free, distinct, of the category, as many as asked, and there while that many are free', () => {
    fc.assert(fc.property(anyPlan, fc.infiniteStream(fc.boolean()), fc.integer({ min: 1, max: 12 }), fc.boolean(), fc.boolean(), (plan, coins, count, anyCategory, accessible) => {
      const free = plan.seats.label.map(() => coins.next().value as boolean)
      const categoryKey = plan.categories[0]!.key
      const category = plan.categories.findIndex(c => c.key === categoryKey)
      const isWanted = (seat: number) => free[seat]! && (anyCategory || plan.seats.category[seat] === category)
      const found = bestSeats(plan, seat => free[seat]!, count, { accessible, ...(!anyCategory && { categoryKey }) })
      const wantedCount = free.filter((_, seat) => isWanted(seat)).length
      if (found === null) {
        expect(wantedCount).toBeLessThan(count)
        return
      }
      expect(found).toHaveLength(count)
      expect(new Set(found).size).toBe(count)
      expect(found.every(isWanted)).toBe(true)
    }), { numRuns: 500 })
  })

  it('sit side by side whenever any row has room', () => {
    const plan = planOfRows(Array.from({ length: 8 }, (_, r) => `stalls ${String.fromCharCode(65 + r)} 1 2 3 4 _ 5 6 7 8 9`))
    fc.assert(fc.property(fc.uniqueArray(fc.nat(71), { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (taken, count) => {
      const isFree = (seat: number) => !taken.includes(seat)
      const fits = (seat: number): boolean => Array.from({ length: count }, (_, i) => seat + i).every((s, i, all) => s < 72 && isFree(s) && (i === 0 || neighboursOf(plan, all[i - 1]!).includes(s)))
      const found = bestSeats(plan, isFree, count)
      if (plan.seats.label.some((_, seat) => fits(seat))) expect(found!.every((seat, i) => i === 0 || neighboursOf(plan, found![i - 1]!).includes(seat))).toBe(true)
    }))
  })

  it('serve every party of 8,000 seats until the hall is full', () => {
    const plan = bowlPlan(8_000)
    const taken = new Uint8Array(8_000)
    let served = 0
    for (let party = 0; served + 4 <= 8_000 && party < 600; party++) {
      const found = bestSeats(plan, seat => taken[seat] === 0, 2 + (party % 3))
      expect(found).not.toBeNull()
      found!.forEach(seat => taken[seat] = 1)
      served += found!.length
    }
    const singles = plan.seats.label.filter((_, seat) => taken[seat] === 0 && neighboursOf(plan, seat).every(n => taken[n] === 1))
    expect(singles.length).toBeLessThan(10)
  })
})

describe('neighbours of a seat', () => {
  const plan = planOfRows(['stalls A 1 2 3 _ 4', 'stalls B 2 4 6 5 3 1'])

  it('are the seats beside it in its row', () => {
    expect(ids(plan, neighboursOf(plan, 1))).toEqual(['A.1', 'A.3'])
    expect(ids(plan, neighboursOf(plan, 0))).toEqual(['A.2'])
  })

  it('are never across an aisle or in the next row', () => {
    expect(neighboursOf(plan, 3)).toEqual([])
    expect(ids(plan, neighboursOf(plan, 2))).toEqual(['A.2'])
  })

  it('are found by where the seats stand, not by how the plan lists them', () => {
    const odd = planOfRows(['stalls A 1 3 5 2 4 6'])
    odd.seats.x.set([0, 100, 200, 50, 150, 250])
    expect(ids(odd, neighboursOf(odd, 1))).toEqual(['A.2', 'A.4'])
  })
})

describe('seats near a lost one', () => {
  it('are the nearest free ones, of its row first', () => {
    const plan = planOfRows(['stalls A 1 2 3 4', 'stalls B 1 2 3 4'])
    expect(ids(plan, seatsNear(plan, 1, allBut(plan, ['A.1', 'A.2']), 3))).toEqual(['A.3', 'A.4', 'B.2'])
  })

  it('are of the same category while there are any', () => {
    const plan = planOfRows(['stalls A 1 2 3 4', 'stalls B 1 2 3 4'])
    plan.seats.category[0] = 1
    plan.seats.category[7] = 1
    expect(ids(plan, seatsNear(plan, 0, isAnything, 2))).toEqual(['B.4', 'A.2'])
  })

  it('are never wheelchair places for somebody who lost an ordinary seat', () => {
    const plan = planOfRows(['stalls A 1 2 3 4'])
    plan.seats.flags[1] = SeatFlag.accessible
    expect(ids(plan, seatsNear(plan, 0, isAnything, 4))).toEqual(['A.3', 'A.4'])
  })
})
