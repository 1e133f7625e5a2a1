import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftOfDocument } from '#shared/seating/plan-document.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { planFromDraft } from '#shared/seating/plan-from-draft.ts'
import { seatCount, SeatFlag } from '#shared/seating/plan.ts'
import { addArea, addBlock, addTables } from '~/planner/add.ts'
import { check } from '~/planner/check.ts'
import { countSeats, type Drawing, documentOf, drawingOf, itemsAt } from '~/planner/document.ts'
import { bendOf } from '~/planner/geometry.ts'
import { layBlock, layChairs } from '~/planner/lay-seats.ts'
import { everything, grown, itemsInBox, itemsInLasso, itemUnder, type Selection } from '~/planner/pick.ts'
import { nextLabel } from '~/planner/copy.ts'
import { Planner } from '~/planner/planner.ts'
import { moveToSection, paintCategory, paintFlag } from '~/planner/sections.ts'
import { snapLines, snapMove } from '~/planner/snap.ts'
import { align, bendRows, distribute, mirror, moveBy, resizeRows, rotateBy, spaceRows } from '~/planner/transform.ts'
import { blankDrawing, block, withStage } from './drawings.ts'

const stalls = { name: { en: 'Stalls', zh: '池座' } }
const drawn = (rows = 4, seats = 6): Drawing => withStage(addBlock(blankDrawing(), stalls, block(rows, seats), 'best').drawing)
const allSeats = (drawing: Drawing): Selection => grown(drawing, new Set([drawing.sections[0]!.rows[0]!.seats[0]!.id]), 'section')
const places = (drawing: Drawing) => drawing.sections.flatMap(section => section.rows.flatMap(row => row.seats.map(seat => [Math.round(seat.x) + 0, Math.round(seat.y) + 0])))

describe('a drawing', () => {
  it('is the same after it was kept and opened again', () => {
    const tables = addTables(drawn(), stalls, [{ form: 'round', at: { x: 900, y: 900 }, width: 150, height: 150, rotation: 0, chairs: 8, soldAs: 'whole' }], 'rest').drawing
    const document = documentOf(addArea(tables, [{ x: 0, y: 2000 }, { x: 500, y: 2000 }, { x: 500, y: 2500 }], 80, 'rest').drawing)
    expect(documentOf(drawingOf(JSON.parse(JSON.stringify(document)) as typeof document))).toEqual(document)
    expect(findFaults(draftOfDocument(document))).toEqual([])
    expect(seatCount(planFromDraft(draftOfDocument(document), { drawnToScale: true }))).toBe(32)
  })

  it('stays untouched by an act: what it was before is still what it was', () => {
    const before = drawn()
    const text = JSON.stringify(before)
    moveBy(before, allSeats(before), 50, 50)
    paintFlag(before, allSeats(before), SeatFlag.accessible, true)
    expect(JSON.stringify(before)).toBe(text)
  })

  it('shares with the one before all that an act left alone', () => {
    const before = drawn()
    const row = before.sections[0]!.rows[0]!
    const after = moveBy(before, new Set(row.seats.map(seat => seat.id)), 10, 0)
    expect(after.sections[0]!.rows[1]).toBe(before.sections[0]!.rows[1])
    expect(after.shapes).toBe(before.shapes)
  })
})

describe('laying seats', () => {
  it('keeps neighbours a seat apart in every row of a bent block', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 40 }), fc.integer({ min: -300, max: 300 }), fc.integer({ min: -180, max: 180 }), (rows, seats, bend, rotation) => {
      // A row that is bent towards the audience cannot be deeper than its circle.
      fc.pre(bend >= 0 || rows * 95 < (((seats - 1) * 55) ** 2 / 4 + bend ** 2) / (2 * -bend))
      for (const row of layBlock({ ...block(rows, seats), bend, rotation })) {
        for (let i = 1; i < row.length; i++) expect(Math.hypot(row[i]!.x - row[i - 1]!.x, row[i]!.y - row[i - 1]!.y)).toBeGreaterThan(45)
      }
    }))
  })

  it('leaves an aisle where it is asked for, and widens a fan', () => {
    const [row] = layBlock({ ...block(1, 4), aislesAfter: [2], aisle: 150 })
    expect(row!.map(seat => Math.round(seat.x))).toEqual([-130, -75, 75, 130])
    const width = (line: { x: number }[]) => line.at(-1)!.x - line[0]!.x
    const fan = layBlock({ ...block(5, 10), bend: 60, growth: 'fan' })
    expect(width(fan[4]!)).toBeGreaterThan(width(fan[0]!) * 1.2)
    expect(layBlock({ ...block(10, 20), bend: 120, growth: 'more' }).map(line => line.length).at(-1)).toBeGreaterThan(20)
  })

  it('puts chairs around tables, none on another', () => {
    for (const form of ['round', 'rectangle'] as const) {
      const chairs = layChairs({ form, at: { x: 0, y: 0 }, width: 180, height: 80, rotation: 20, chairs: 8 })
      expect(chairs).toHaveLength(8)
      chairs.forEach((a, i) => chairs.slice(i + 1).forEach(b => expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(35)))
    }
  })
})

describe('picking', () => {
  const drawing = drawn()
  const rows = drawing.sections[0]!.rows

  it('finds the seat under the pointer, else what lies below', () => {
    expect(itemUnder(drawing, { x: rows[1]!.seats[2]!.x + 8, y: rows[1]!.seats[2]!.y - 5 })).toBe(rows[1]!.seats[2]!.id)
    expect(itemUnder(drawing, { x: 0, y: -500 })).toBe(drawing.shapes[0]!.id)
    expect(itemUnder(drawing, { x: 5000, y: 5000 })).toBeNull()
  })

  it('takes what is in a box or in a line drawn around it, and grows to rows and sections', () => {
    expect(itemsInBox(drawing, { left: -400, right: 400, top: -10, bottom: 10 }).size).toBe(6)
    expect(itemsInLasso(drawing, [{ x: -400, y: -20 }, { x: 400, y: -20 }, { x: 400, y: 110 }, { x: -400, y: 110 }]).size).toBe(12)
    expect(grown(drawing, new Set([rows[0]!.seats[0]!.id]), 'row').size).toBe(6)
    expect(everything(drawing).size).toBe(25)
  })

  it('takes a table whole', () => {
    const { drawing: withTable } = addTables(drawing, stalls, [{ form: 'round', at: { x: 0, y: 900 }, width: 120, height: 120, rotation: 0, chairs: 6, soldAs: 'whole' }], 'best')
    const planner = new Planner(withTable)
    planner.select(new Set([itemUnder(withTable, { x: 0, y: 900 })!]))
    expect(planner.selection.size).toBe(6)
  })
})

describe('arranging', () => {
  it('comes back after a whole turn, two mirrors, there and back', () => {
    fc.assert(fc.property(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -500, max: 500 }), (degrees, by) => {
      const drawing = drawn(4, 7)
      const all = allSeats(drawing)
      expect(places(rotateBy(rotateBy(drawing, all, degrees), all, -degrees))).toEqual(places(drawing))
      expect(places(mirror(mirror(drawing, all, 'horizontal'), all, 'horizontal'))).toEqual(places(drawing))
      expect(places(moveBy(moveBy(drawing, all, by, -by), all, -by, by))).toEqual(places(drawing))
    }), { numRuns: 30 })
  })

  it('aligns rows by an edge, and evens them out', () => {
    const drawing = drawn(3, 4)
    const rows = drawing.sections[0]!.rows
    const crooked = moveBy(drawing, new Set(rows[1]!.seats.map(seat => seat.id)), 37, 20)
    const left = align(crooked, allSeats(crooked), 'left')
    expect(new Set(left.sections[0]!.rows.map(row => Math.round(row.seats[0]!.x))).size).toBe(1)
    const even = distribute(crooked, allSeats(crooked), 'y')
    expect(even.sections[0]!.rows.map(row => Math.round(row.seats[0]!.y))).toEqual([0, 95, 190])
  })

  it('bends, lengthens and spaces rows', () => {
    const drawing = drawn(1, 9)
    const all = allSeats(drawing)
    expect(bendOf(bendRows(drawing, all, 80).sections[0]!.rows[0]!.seats)).toBeCloseTo(80)
    const longer = resizeRows(drawing, all, 12).sections[0]!.rows[0]!.seats
    expect(longer.map(seat => seat.label).join(' ')).toBe('1 2 3 4 5 6 7 8 9 10 11 12')
    const spaced = spaceRows(drawing, all, 70).sections[0]!.rows[0]!.seats
    expect(spaced[1]!.x - spaced[0]!.x).toBeCloseTo(70)
  })

  it('falls into line with neighbours, else on the grid', () => {
    const drawing = drawn(2, 4)
    const second = new Set(drawing.sections[0]!.rows[1]!.seats.map(seat => seat.id))
    const lines = snapLines(drawing, second)
    const box = { left: -82, right: 83, top: 95, bottom: 95 }
    expect(snapMove(box, { dx: 4, dy: 30 }, lines, 10, 0)).toMatchObject({ dx: expect.closeTo(0, -1) as number, dy: 30 })
    expect(snapMove(box, { dx: 43, dy: 31 }, { x: [], y: [] }, 10, 10)).toMatchObject({ dx: 42, dy: 35 - 0 })
  })
})

describe('steps back and forth', () => {
  it('go back a hundred acts and forth again, to the very same', () => {
    const planner = new Planner(drawn())
    const states = [planner.drawing]
    planner.select(allSeats(planner.drawing))
    for (let i = 0; i < 120; i++) {
      planner.act((drawing, picked) => moveBy(drawing, picked, 1, 0))
      states.push(planner.drawing)
    }
    for (let i = 119; i >= 0; i--) {
      planner.undo()
      expect(planner.drawing).toBe(states[i])
    }
    for (let i = 1; i <= 120; i++) planner.redo()
    expect(planner.drawing).toBe(states[120])
  })

  it('take five nudges as one, and a nudge of something else as another', () => {
    const planner = new Planner(drawn())
    planner.select(allSeats(planner.drawing))
    for (let i = 0; i < 5; i++) planner.act((drawing, picked) => moveBy(drawing, picked, 10, 0), 'nudge')
    planner.select(new Set([planner.drawing.sections[0]!.rows[0]!.seats[0]!.id]))
    planner.act((drawing, picked) => moveBy(drawing, picked, 10, 0), 'nudge')
    expect(planner.steps).toBe(2)
  })
})

describe('copies', () => {
  it('get row labels that go on, and ids of their own', () => {
    const planner = new Planner(drawn(2, 3))
    planner.select(allSeats(planner.drawing))
    planner.copy()
    planner.paste()
    planner.paste()
    expect(planner.drawing.sections[0]!.rows.map(row => row.label)).toEqual(['A', 'B', 'C', 'D', 'E', 'F'])
    expect(everything(planner.drawing).size).toBe(19)
    expect(check(planner.drawing).faults).toEqual([])
  })

  it.each([['A', 'B'], ['H', 'J'], ['Z', 'AA'], ['T9', 'T10'], ['07', '08'], ['9007199254740992', '9007199254740993'], ['前', '前-2']])('%s is followed by %s', (label, next) => {
    expect(nextLabel(label, new Set([label]))).toBe(next)
  })
})

describe('painting and sections', () => {
  it('paints a zone and a flag, and moves seats to a section of their own', () => {
    const drawing = drawn()
    const row = new Set(drawing.sections[0]!.rows[3]!.seats.map(seat => seat.id))
    const painted = paintFlag(paintCategory(drawing, row, 'rest'), row, SeatFlag.accessible, true)
    expect(painted.sections[0]!.rows[3]!.seats.every(seat => seat.category === 'rest' && seat.flags === SeatFlag.accessible)).toBe(true)
    const moved = moveToSection(painted, row, { en: 'Boxes', zh: '包厢' }).drawing
    expect(moved.sections.map(section => [section.key, section.rows.length])).toEqual([['stalls', 3], ['boxes', 1]])
    expect(countSeats(moved)).toBe(24)
  })
})

describe('the check', () => {
  it('says what is wrong and where, and what is probably not meant', () => {
    const drawing = drawn()
    const doubled = addBlock(drawing, { section: drawing.sections[0]!.id }, block(1, 2), 'best').drawing
    const { faults } = check(doubled)
    expect(faults.map(fault => fault.code)).toContain('seats-on-one-spot')
    expect(itemsAt(doubled, faults[0]!.place)).toHaveLength(1)

    const row = new Set([drawing.sections[0]!.rows[0]!.seats[0]!.id])
    const { advice } = check(paintFlag(drawing, row, SeatFlag.accessible, true))
    expect(advice.map(one => one.code)).toEqual(['accessible-without-companion', 'unused-category'])
    const [first] = itemsAt(drawing, advice[0]!.place)
    expect(row.has(first!)).toBe(true)
  })
})
