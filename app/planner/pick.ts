import type { Point } from '#shared/seating/plan.ts'
import { isWithin } from '#shared/seating/plan-advice.ts'
import { type Drawing, type DrawnRow, type ItemId, seatsIn } from './document.ts'
import { type Box, boxOf, distance, isInBox } from './geometry.ts'

export type Selection = ReadonlySet<ItemId>
export const NOTHING: Selection = new Set()

/** Centimetres from the middle of a seat within which it is hit. */
export const SEAT_REACH = 26
const MARK_REACH = 45

/** The item under a point: what is drawn last is on top, and seats are above everything that is drawn. `slack` in centimetres widens small targets. */
export function itemUnder(drawing: Drawing, point: Point, slack = 0): ItemId | null {
  const seat = nearestSeat(drawing, point, SEAT_REACH + slack)
  if (seat !== null) return seat
  const mark = drawing.marks.findLast(one => distance(one.at, point) <= MARK_REACH + slack)
  if (mark) return mark.id
  for (const section of drawing.sections) {
    const row = section.rows.findLast(({ table }) => table && distance(table.at, point) <= Math.max(table.width, table.height) / 2)
    if (row) return row.seats[0]?.id ?? null
  }
  const shape = drawing.shapes.findLast(one => one.kind === 'text' ? isInBox(boxOfText(one), point) : isWithin(one.outline, point))
  return shape?.id ?? drawing.areas.findLast(area => isWithin(area.outline, point))?.id ?? null
}

function nearestSeat(drawing: Drawing, point: Point, reach: number): ItemId | null {
  let found: ItemId | null = null
  let nearest = reach
  for (const { seat } of seatsIn(drawing)) {
    if (Math.abs(seat.x - point.x) > nearest || Math.abs(seat.y - point.y) > nearest) continue
    const away = distance(seat, point)
    if (away <= nearest) [found, nearest] = [seat.id, away]
  }
  return found
}

/** The room that a text takes, roughly: letters are about half as wide as high, Chinese ones as wide. */
export function boxOfText({ at, size, label }: { at: Point, size: number, label: { en: string, zh: string } }): Box {
  const half = Math.max(label.en.length * 0.3, label.zh.length * 0.5, 0.5) * size
  return { left: at.x - half, right: at.x + half, top: at.y - size * 0.6, bottom: at.y + size * 0.6 }
}

/** Everything in a box: seats and marks by their middle, areas and shapes where they are wholly in it. */
export function itemsInBox(drawing: Drawing, box: Box): Selection {
  return itemsWhere(drawing, point => isInBox(box, point))
}

/** The same for a line drawn around things by hand. */
export function itemsInLasso(drawing: Drawing, lasso: readonly Point[]): Selection {
  const box = boxOf(lasso)
  return box ? itemsWhere(drawing, point => isInBox(box, point) && isWithin(lasso, point)) : NOTHING
}

function itemsWhere(drawing: Drawing, isIn: (point: Point) => boolean): Selection {
  const found = new Set<ItemId>()
  for (const { seat } of seatsIn(drawing)) if (isIn(seat)) found.add(seat.id)
  for (const mark of drawing.marks) if (isIn(mark.at)) found.add(mark.id)
  for (const shape of drawing.shapes) if (shape.kind === 'text' ? isIn(shape.at) : shape.outline.every(isIn)) found.add(shape.id)
  for (const area of drawing.areas) if (area.outline.every(isIn)) found.add(area.id)
  return wholeTables(drawing, found)
}

/** A chair brings its table, and a table all of its chairs. */
export function wholeTables(drawing: Drawing, selection: Selection): Selection {
  const tables = drawing.sections.flatMap(section => section.rows.filter(row => row.table && row.seats.some(seat => selection.has(seat.id)) && !row.seats.every(seat => selection.has(seat.id))))
  return tables.length === 0 ? selection : new Set([...selection, ...tables.flatMap(row => row.seats.map(seat => seat.id))])
}

/** Everything that there is. */
export function everything(drawing: Drawing): Selection {
  return itemsWhere(drawing, () => true)
}

/** All seats of the rows, or of the whole sections, that have a picked seat. */
export function grown(drawing: Drawing, selection: Selection, to: 'row' | 'section'): Selection {
  const found = new Set(selection)
  for (const section of drawing.sections) {
    const touched = section.rows.filter(row => row.seats.some(seat => selection.has(seat.id)))
    const rows = to === 'row' ? touched : touched.length > 0 ? section.rows : []
    for (const row of rows) for (const seat of row.seats) found.add(seat.id)
  }
  return found
}

/** The rows of which at least one seat is picked, with those seats only. */
export function pickedRows(drawing: Drawing, selection: Selection): DrawnRow[] {
  return drawing.sections.flatMap(section => section.rows.flatMap((row) => {
    const seats = row.seats.filter(seat => selection.has(seat.id))
    return seats.length === 0 ? [] : [seats.length === row.seats.length ? row : { ...row, seats }]
  }))
}

/** The points that the picked things are made of. */
export function* pointsOf(drawing: Drawing, selection: Selection): Generator<Point> {
  for (const { seat } of seatsIn(drawing)) if (selection.has(seat.id)) yield seat
  for (const mark of drawing.marks) if (selection.has(mark.id)) yield mark.at
  for (const area of drawing.areas) if (selection.has(area.id)) yield* area.outline
  for (const shape of drawing.shapes) {
    if (!selection.has(shape.id)) continue
    if (shape.kind === 'text') yield shape.at
    else yield* shape.outline
  }
}
