import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestPlace } from '#shared/seating/best-place.ts'
import { bestSeats } from '#shared/seating/best-seats.ts'
import { fineChoices } from '#shared/seating/fine-choices.ts'
import { seatId, type SeatingPlan } from '#shared/seating/plan.ts'
import { rankedPlaces } from '#shared/seating/ranked-places.ts'
import { neighboursOf } from '#shared/seating/seat-blocks.ts'
import { seatsInstead } from '#shared/seating/seats-instead.ts'
import { sidesOf, singlesLeft } from '#shared/seating/single-seats.ts'
import { anyPlan, planOfRows } from './plans.ts'

const everywhere = (plan: SeatingPlan) => rankedPlaces(plan, { categories: [...plan.categories.keys()], includesReserved: true })
const ids = (plan: SeatingPlan, seats: readonly number[]) => seats.map(seat => seatId(plan, seat).replace(/^stalls\./, ''))

/** Free seats with nobody free beside them, seat by seat: what the rule is about, said in the plainest way. */
function aloneSeats(plan: SeatingPlan, isFree: (seat: number) => boolean): number[] {
  return [...plan.seats.label.keys()].filter(seat => isFree(seat) && !neighboursOf(plan, seat).some(isFree))
}

const hall = planOfRows(['stalls A 1 2 3 4 5 6', 'stalls B 1 2 3 4 _ 5 6 7 8', 'stalls C 1 2 3 4 5 6'])
const takenSeats = fc.uniqueArray(fc.nat(19), { maxLength: 16 })

describe('single seats left over', () => {
  it('are those that were not alone before and are now, on any plan and any take', () => {
    fc.assert(fc.property(anyPlan, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (plan, coins, dice) => {
      const free = plan.seats.label.map(() => coins.next().value as boolean)
      const wanted = [...free.keys()].filter(seat => free[seat] && dice.next().value === 0)
      const before = aloneSeats(plan, seat => free[seat]!)
      const after = aloneSeats(plan, seat => free[seat]! && !wanted.includes(seat))
      const left = singlesLeft(sidesOf(plan, wanted), seat => free[seat]!).map(({ seat }) => seat)
      expect(left.toSorted((a, b) => a - b)).toEqual(after.filter(seat => !before.includes(seat)))
    }), { numRuns: 300 })
  })

  it('are never made by the best place where a place without exists (T-06)', () => {
    fc.assert(fc.property(takenSeats, fc.integer({ min: 1, max: 4 }), (taken, count) => {
      const isFree = (seat: number) => !taken.includes(seat)
      const found = bestPlace(everywhere(hall), isFree, { count })
      const windows = [...hall.seats.label.keys()].map(first => Array.from({ length: count }, (_, i) => first + i))
        .filter(seats => seats.every((seat, i) => seat < 20 && isFree(seat) && (i === 0 || neighboursOf(hall, seat).includes(seats[i - 1]!))))
      const leaves = (seats: number[]) => singlesLeft(sidesOf(hall, seats), isFree).length
      expect(found === null).toBe(windows.length === 0)
      if (!found) return
      expect(found.orphans).toBe(leaves(found.seats))
      expect(found.orphans === 0).toBe(windows.some(seats => leaves(seats) === 0))
    }), { numRuns: 500 })
  })

  it('would be left by a search that does not mind: the negative control of the rule', () => {
    const rows = planOfRows(['stalls A 1 2 3', 'stalls B 1 2 3 4'])
    const careless = [0, 1]
    expect(singlesLeft(sidesOf(rows, careless), () => true)).toEqual([{ seat: 2, group: 2 }])
    expect(ids(rows, bestSeats(rows, () => true, 2)!)).toEqual(['B.1', 'B.2'])
  })

  it('are answered with choices that leave none: the single seat taken too, or as many beside', () => {
    const choices = fineChoices(hall, () => true, [1, 2], [0], 4).map(choice => ids(hall, choice))
    expect(choices[0]).toEqual(['A.1', 'A.2', 'A.3'])
    expect(choices).toContainEqual(['A.1', 'A.2'])
    expect(fineChoices(hall, () => true, [1, 2], [0], 2).map(choice => choice.length)).toEqual([2, 2, 2])
  })

  it('are left by no choice that is offered, whatever was asked', () => {
    fc.assert(fc.property(takenSeats, fc.uniqueArray(fc.nat(19), { minLength: 1, maxLength: 3 }), (taken, wish) => {
      const isFree = (seat: number) => !taken.includes(seat)
      const asked = wish.filter(isFree)
      const singles = singlesLeft(sidesOf(hall, asked), isFree).map(({ seat }) => seat)
      if (asked.length === 0) return
      for (const choice of fineChoices(hall, isFree, asked, singles, 6)) {
        expect(choice.every(isFree)).toBe(true)
        expect(singlesLeft(sidesOf(hall, choice), isFree)).toEqual([])
      }
    }), { numRuns: 300 })
  })
})

describe('seats instead of lost ones (U-07)', () => {
  const free = (...taken: string[]) => (seat: number) => !taken.includes(seatId(hall, seat).replace(/^stalls\./, ''))
  const seat = (id: string) => [...hall.seats.label.keys()].find(s => seatId(hall, s) === `stalls.${id}`)!

  it('are beside those that one keeps, in the same row', () => {
    expect(ids(hall, seatsInstead(hall, free('A.3', 'A.4'), [seat('A.3')], [seat('A.4')]))).toEqual(['A.5'])
  })

  it('are of the same row before a nearer one of another, and as many as were lost', () => {
    expect(ids(hall, seatsInstead(hall, free('A.2', 'A.3'), [seat('A.2'), seat('A.3')]))).toEqual(['A.4', 'A.5'])
    expect(ids(hall, seatsInstead(hall, free('A.1', 'A.2', 'A.3', 'A.4', 'A.5', 'A.6'), [seat('A.2'), seat('A.3')]))).toHaveLength(2)
  })

  it('are single ones where so many sit nowhere together, and none of another price while the same is free', () => {
    const small = planOfRows(['stalls A 1 2 3', 'stalls B 1 2 3'])
    small.seats.category[2] = 1
    expect(ids(small, seatsInstead(small, s => [0, 2, 5].includes(s), [1, 4]))).toEqual(['A.1', 'B.3'])
  })
})
