import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestSeats } from '#shared/seating/best-seats.ts'
import { fineChoices } from '#shared/seating/fine-choices.ts'
import { seatsOfRow, seatsSoldWith, type SeatingPlan, withTheirTables } from '#shared/seating/plan.ts'
import { seatsInstead } from '#shared/seating/seats-instead.ts'
import { seatsInWords } from '#shared/seating/seat-words.ts'
import { plainPlan, withTables } from '#tests/support/fixtures.ts'

/** Rows A to D of six; B and D are tables that are sold whole. */
const hall = withTables(plainPlan(4, 6), [1, 3])
const [rowA, tableB, rowC, tableD] = [0, 1, 2, 3].map(row => seatsOfRow(hall, row)) as [number[], number[], number[], number[]]
const without = (taken: readonly number[]) => (seat: number) => !taken.includes(seat)
const inOrder = (seats: readonly number[] | null) => seats?.toSorted((a, b) => a - b)

describe('a table that is sold whole', () => {
  it('takes all of its seats along, and rows only what was named', () => {
    expect(seatsSoldWith(hall, tableB[2]!)).toEqual(tableB)
    expect(inOrder(withTheirTables(hall, [0, tableB[5]!, tableD[0]!, tableB[1]!]))).toEqual([0, ...tableB, ...tableD])
  })

  it('goes to a party of its size where that is the best place, and to nobody smaller', () => {
    expect(inOrder(bestSeats(hall, without([...rowA, ...rowC]), 6))).toEqual(tableB)
    for (const count of [1, 2, 3, 4, 5, 7]) expect(bestSeats(hall, without([...rowA, ...rowC]), count)).toBeNull()
  })

  it('is filled by a party that no row has room for: two tables, or one and seats in a row', () => {
    expect(inOrder(bestSeats(hall, without([...rowA, ...rowC]), 12))).toEqual([...tableB, ...tableD])
    expect(inOrder(bestSeats(hall, without([...rowA, ...rowC.slice(2)]), 8))).toEqual([...tableB, ...rowC.slice(0, 2)])
  })

  it('is offered instead of one that was lost, and never a part of it', () => {
    expect(inOrder(seatsInstead(hall, without([...rowA.slice(0, 3), ...rowC.slice(0, 3)]), tableB))).toEqual(tableD)
    expect(seatsInstead(hall, without([...tableD, ...rowA.slice(0, 3), ...rowC.slice(0, 3)]), tableB)).toEqual([])
    expect(seatsInstead(hall, without(rowA), [rowA[0]!]).every(seat => rowC.includes(seat))).toBe(true)
    for (const choice of fineChoices(hall, without([]), [1], [0], 6)) expect(choice.every(seat => !tableB.includes(seat) && !tableD.includes(seat))).toBe(true)
  })

  it('is one thing in words, and seats of a row stand together', () => {
    expect(seatsInWords(hall, [0, 1, ...tableB, rowC[3]!])).toEqual([
      { en: 'Stalls, row A, seats 1, 2', zh: '池座 A排1、2座' }, { en: 'Stalls, table B', zh: '池座 B号桌' }, { en: 'Stalls, row C, seat 4', zh: '池座 C排4座' }
    ])
  })

  it('is never parted, whatever is free and however many are asked; and who could be seated is', () => {
    const setup = fc.record({ tables: fc.uniqueArray(fc.integer({ min: 0, max: 4 })), taken: fc.uniqueArray(fc.integer({ min: 0, max: 24 })), count: fc.integer({ min: 1, max: 16 }) })
    fc.assert(fc.property(setup, ({ tables, taken, count }) => {
      const plan = withTables(plainPlan(5, 5), tables)
      const found = bestSeats(plan, without(taken), count)
      expect(found !== null).toBe(canBeSeated(plan, new Set(taken), count))
      if (!found) return
      expect([new Set(found).size, found.length]).toEqual([count, count])
      expect(found.some(seat => taken.includes(seat))).toBe(false)
      expect(withTheirTables(plan, found)).toHaveLength(count)
    }), { numRuns: 500 })
  })
})

/** Counted out: whole free tables, and any number of free seats in rows. */
function canBeSeated(plan: SeatingPlan, taken: ReadonlySet<number>, count: number): boolean {
  const whole = new Set(plan.tables?.map(table => table.row))
  const rows = plan.rows.map((_, row) => seatsOfRow(plan, row).filter(seat => !taken.has(seat)).length)
  const loose = rows.filter((_, row) => !whole.has(row)).reduce((sum, free) => sum + free, 0)
  const tables = rows.filter((free, row) => whole.has(row) && free === plan.rows[row]!.seatCount).length
  return Array.from({ length: tables + 1 }, (_, n) => n * 5).some(seated => seated <= count && count - seated <= loose)
}
