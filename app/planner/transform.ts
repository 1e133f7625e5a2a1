import type { Point } from '#shared/seating/plan.ts'
import { mapPoints, mapRows } from './change.ts'
import { type Drawing, type ItemId, newItemId } from './document.ts'
import { bendOf, boxOf, middleOf, turned } from './geometry.ts'
import { layRow } from './lay-seats.ts'
import { pickedRows, pointsOf, type Selection } from './pick.ts'

/** Moves what is picked. */
export function moveBy(drawing: Drawing, selection: Selection, dx: number, dy: number): Drawing {
  return dx === 0 && dy === 0 ? drawing : mapPoints(drawing, selection, ({ x, y }) => ({ x: x + dx, y: y + dy }))
}

/** Turns what is picked about the middle of its box, clockwise. */
export function rotateBy(drawing: Drawing, selection: Selection, degrees: number): Drawing {
  const box = boxOf(pointsOf(drawing, selection))
  if (!box) return drawing
  const about = middleOf(box)
  return mapPoints(drawing, selection, point => turned(point, about, degrees), rotation => (rotation + degrees) % 360)
}

/** Mirrors what is picked in its own box, or in the axis that is given: `horizontal` swaps left and right. Labels stay with their seats. */
export function mirror(drawing: Drawing, selection: Selection, axis: 'horizontal' | 'vertical', at?: number): Drawing {
  const box = boxOf(pointsOf(drawing, selection))
  if (!box) return drawing
  const line = at ?? (axis === 'horizontal' ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2)
  return mapPoints(drawing, selection, ({ x, y }) => axis === 'horizontal' ? { x: 2 * line - x, y } : { x, y: 2 * line - y }, rotation => -rotation)
}

export type Edge = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

/** The things that move as one when they are aligned: picked rows, areas, shapes and marks; the seats of a single row each for itself. */
function unitsOf(drawing: Drawing, selection: Selection): { ids: Selection, points: Point[] }[] {
  const rows = pickedRows(drawing, selection)
  const others = [...drawing.areas, ...drawing.shapes, ...drawing.marks].filter(item => selection.has(item.id))
  const parts: ItemId[][] = rows.length === 1 && others.length === 0 && !rows[0]!.table ? rows[0]!.seats.map(seat => [seat.id]) : rows.map(row => row.seats.map(seat => seat.id))
  return [...parts, ...others.map(item => [item.id])].map((ids) => {
    const set = new Set(ids)
    return { ids: set, points: [...pointsOf(drawing, set)] }
  })
}

/** Brings the picked things to one edge, or their middles to one line, of the box around all. */
export function align(drawing: Drawing, selection: Selection, edge: Edge): Drawing {
  const frame = boxOf(pointsOf(drawing, selection))
  if (!frame) return drawing
  return unitsOf(drawing, selection).reduce((now, { ids, points }) => {
    const box = boxOf(points)!
    const middle = middleOf(box)
    switch (edge) {
      case 'left': return moveBy(now, ids, frame.left - box.left, 0)
      case 'right': return moveBy(now, ids, frame.right - box.right, 0)
      case 'centre': return moveBy(now, ids, middleOf(frame).x - middle.x, 0)
      case 'top': return moveBy(now, ids, 0, frame.top - box.top)
      case 'bottom': return moveBy(now, ids, 0, frame.bottom - box.bottom)
      case 'middle': return moveBy(now, ids, 0, middleOf(frame).y - middle.y)
    }
  }, drawing)
}

/** Puts the picked things at even distances between the outermost two. */
export function distribute(drawing: Drawing, selection: Selection, along: 'x' | 'y'): Drawing {
  const units = unitsOf(drawing, selection).map(unit => ({ ids: unit.ids, at: middleOf(boxOf(unit.points)!)[along] })).sort((a, b) => a.at - b.at)
  if (units.length < 3) return drawing
  const [first, last] = [units[0]!.at, units.at(-1)!.at]
  return units.reduce((now, unit, i) => {
    const by = first + (last - first) * i / (units.length - 1) - unit.at
    return along === 'x' ? moveBy(now, unit.ids, by, 0) : moveBy(now, unit.ids, 0, by)
  }, drawing)
}

/** Bends every picked row so that its middle stands so far from the line between its ends; the ends stay. Tables are left alone. */
export function bendRows(drawing: Drawing, selection: Selection, bend: number): Drawing {
  return mapRows(drawing, (row) => {
    if (row.table || row.seats.length < 3 || !row.seats.some(seat => selection.has(seat.id))) return row
    const places = layRow(row.seats[0]!, row.seats.at(-1)!, row.seats.length, bend)
    return { ...row, seats: row.seats.map((seat, i) => ({ ...seat, ...places[i]! })) }
  })
}

/** Gives every picked row so many seats at the same distance: they are added or taken away at its end. New ones are numbered on. */
export function resizeRows(drawing: Drawing, selection: Selection, count: number): Drawing {
  return mapRows(drawing, (row) => {
    if (row.table || row.seats.length === count || count < 1 || !row.seats.some(seat => selection.has(seat.id))) return row
    if (row.seats.length > count) return { ...row, seats: row.seats.slice(0, count) }
    const [before, last] = [row.seats.at(-2) ?? { x: row.seats[0]!.x - 55, y: row.seats[0]!.y }, row.seats.at(-1)!]
    const taken = new Set(row.seats.map(seat => seat.label))
    const added = Array.from({ length: count - row.seats.length }, (_, i) => {
      let label = Number(last.label) || row.seats.length
      while (taken.has(String(label))) label++
      taken.add(String(label))
      return { ...last, id: newItemId(), label: String(label), x: last.x + (last.x - before.x) * (i + 1), y: last.y + (last.y - before.y) * (i + 1) }
    })
    return { ...row, seats: [...row.seats, ...added] }
  })
}

/** Sets the distance from seat to seat in every picked row; its middle stays. */
export function spaceRows(drawing: Drawing, selection: Selection, pitch: number): Drawing {
  return mapRows(drawing, (row) => {
    if (row.table || row.seats.length < 2 || !row.seats.some(seat => selection.has(seat.id))) return row
    const [first, last] = [row.seats[0]!, row.seats.at(-1)!]
    const bend = bendOf(row.seats)
    const now = pitchOf(row.seats)
    const middle = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 }
    const by = now === 0 ? 1 : pitch / now
    const scaled = (point: Point) => ({ x: middle.x + (point.x - middle.x) * by, y: middle.y + (point.y - middle.y) * by })
    const places = layRow(scaled(first), scaled(last), row.seats.length, bend * by)
    return { ...row, seats: row.seats.map((seat, i) => ({ ...seat, ...places[i]! })) }
  })
}

/** The mean distance from seat to seat. */
export function pitchOf(seats: readonly Point[]): number {
  if (seats.length < 2) return 0
  let sum = 0
  for (let i = 1; i < seats.length; i++) sum += Math.hypot(seats[i]!.x - seats[i - 1]!.x, seats[i]!.y - seats[i - 1]!.y)
  return sum / (seats.length - 1)
}
