import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBlock } from '~/planner/add.ts'
import { focalOf } from '~/planner/change.ts'
import { letterLabel, nameRows, numberSeats, numbersOf, rowLabels, type SeatScheme } from '~/planner/numbering.ts'
import { block, blankDrawing, withStage } from './drawings.ts'

const seats = (kind: SeatScheme['kind'], start = 1, step = 1): SeatScheme => ({ kind, start, step, as: 'numbers' })

describe('seat numbers of real houses', () => {
  it.each<[SeatScheme, number, string]>([
    [seats('left-to-right'), 5, '1 2 3 4 5'],
    [seats('left-to-right', 101, 2), 4, '101 103 105 107'],
    [seats('right-to-left'), 5, '5 4 3 2 1'],
    [seats('odd-even'), 6, '5 3 1 2 4 6'],
    [seats('odd-even'), 7, '7 5 3 1 2 4 6'],
    [seats('odd-even-right'), 6, '6 4 2 1 3 5'],
    [seats('middle'), 5, '4 2 1 3 5']
  ])('%o over %i seats reads %s', (scheme, count, expected) => {
    expect(numbersOf(count, scheme).join(' ')).toBe(expected)
  })

  it('are never given twice in a row, whatever the scheme', () => {
    fc.assert(fc.property(fc.constantFrom('left-to-right', 'right-to-left', 'odd-even', 'odd-even-right', 'middle', 'continuous'), fc.integer({ min: 1, max: 80 }), fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 9 }), (kind, count, start, step) => {
      expect(new Set(numbersOf(count, { kind, start, step, as: 'numbers' })).size).toBe(count)
    }))
  })

  it('go on through all rows, from the stage, where they are continuous', () => {
    const drawing = withStage(addBlock(blankDrawing(), { name: { en: 'Stalls', zh: '池座' } }, block(3, 4), 'best').drawing)
    const rows = numberSeats(drawing.sections[0]!.rows, seats('continuous'), focalOf(drawing))
    expect(rows.map(row => row.seats.map(seat => seat.label).join(' '))).toEqual(['1 2 3 4', '5 6 7 8', '9 10 11 12'])
  })

  it('begin at the left of the audience, also behind the stage', () => {
    const behind = withStage(addBlock(blankDrawing(), { name: { en: 'Choir', zh: '合唱席' } }, { ...block(1, 3), at: { x: 0, y: -2000 } }, 'best').drawing)
    const [row] = numberSeats(behind.sections[0]!.rows, seats('left-to-right'), focalOf(behind))
    expect([...row!.seats].sort((a, b) => a.x - b.x).map(seat => seat.label)).toEqual(['3', '2', '1'])
  })
})

describe('row names', () => {
  it('leave out I and O, and go on after Z', () => {
    expect(rowLabels(16, { kind: 'letters', from: 'stage', start: 1, step: 1, skipsLookalikes: true }).join('')).toBe('ABCDEFGHJKLMNPQR')
    expect([24, 25, 26].map(n => letterLabel(n, true))).toEqual(['Z', 'AA', 'AB'])
    expect([26, 27, 703].map(n => letterLabel(n, false))).toEqual(['Z', 'AA', 'AAA'])
  })

  it('are counted from the stage, or towards it', () => {
    const drawing = withStage(addBlock(blankDrawing(), { name: { en: 'Stalls', zh: '池座' } }, block(3, 4), 'best').drawing)
    const named = (from: 'stage' | 'back') => nameRows(drawing.sections[0]!.rows, { kind: 'numbers', from, start: 1, step: 1, skipsLookalikes: true }, focalOf(drawing)).map(row => row.label)
    expect(named('stage')).toEqual(['1', '2', '3'])
    expect(named('back')).toEqual(['3', '2', '1'])
  })
})
