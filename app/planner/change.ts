import type { Point } from '#shared/seating/plan.ts'
import type { Drawing, DrawnArea, DrawnRow, DrawnSeat, DrawnSection, DrawnShape, ItemId } from './document.ts'
import type { Selection } from './pick.ts'

/** The drawing with other rows in its sections. Sections and rows that stay the same are the same objects; rows without seats go. */
export function mapRows(drawing: Drawing, change: (row: DrawnRow, section: DrawnSection) => DrawnRow): Drawing {
  let isSame = true
  const sections = drawing.sections.map((section) => {
    const rows = section.rows.map(row => change(row, section))
    if (rows.every((row, i) => row === section.rows[i])) return section
    isSame = false
    return { ...section, rows: rows.filter(row => row.seats.length > 0) }
  })
  return isSame ? drawing : { ...drawing, sections }
}

/** The drawing with other seats where they are picked. */
export function mapSeats(drawing: Drawing, selection: Selection, change: (seat: DrawnSeat) => DrawnSeat): Drawing {
  return mapRows(drawing, row => row.seats.some(seat => selection.has(seat.id)) ? { ...row, seats: row.seats.map(seat => selection.has(seat.id) ? change(seat) : seat) } : row)
}

/** The drawing with every picked thing carried to where `move` takes its points. `turn` degrees are added to tables. */
export function mapPoints(drawing: Drawing, selection: Selection, move: (point: Point) => Point, turn: (degrees: number) => number = degrees => degrees): Drawing {
  const moved = mapRows(drawing, (row) => {
    if (!row.seats.some(seat => selection.has(seat.id))) return row
    const seats = row.seats.map(seat => selection.has(seat.id) ? { ...seat, ...move(seat) } : seat)
    return row.table ? { ...row, seats, table: { ...row.table, at: move(row.table.at), rotation: turn(row.table.rotation) } } : { ...row, seats }
  })
  return {
    ...moved,
    areas: replace(moved.areas, selection, area => ({ ...area, outline: area.outline.map(move) })),
    shapes: replace(moved.shapes, selection, shape => shape.kind === 'text' ? { ...shape, at: move(shape.at) } : { ...shape, outline: shape.outline.map(move) }),
    marks: replace(moved.marks, selection, mark => ({ ...mark, at: move(mark.at) }))
  }
}

function replace<T extends { id: ItemId }>(items: readonly T[], selection: Selection, change: (item: T) => T): readonly T[] {
  return items.some(item => selection.has(item.id)) ? items.map(item => selection.has(item.id) ? change(item) : item) : items
}

/** Without what is picked; a section whose last seat goes is gone too. */
export function remove(drawing: Drawing, selection: Selection): Drawing {
  if (selection.size === 0) return drawing
  const thinned = mapRows(drawing, row => row.seats.some(seat => selection.has(seat.id)) ? { ...row, seats: row.seats.filter(seat => !selection.has(seat.id)) } : row)
  const hadSeats = new Set(drawing.sections.filter(section => section.rows.length > 0).map(section => section.id))
  return {
    ...thinned,
    sections: thinned.sections.filter(section => section.rows.length > 0 || !hadSeats.has(section.id)),
    areas: thinned.areas.filter(area => !selection.has(area.id)),
    shapes: thinned.shapes.filter(shape => !selection.has(shape.id)),
    marks: thinned.marks.filter(mark => !selection.has(mark.id))
  }
}

/** One section, area or shape changed. */
export function changeSection(drawing: Drawing, id: ItemId, change: Partial<Omit<DrawnSection, 'id'>>): Drawing {
  return { ...drawing, sections: drawing.sections.map(section => section.id === id ? { ...section, ...change } : section) }
}
export function changeArea(drawing: Drawing, id: ItemId, change: Partial<Omit<DrawnArea, 'id'>>): Drawing {
  return { ...drawing, areas: drawing.areas.map(area => area.id === id ? { ...area, ...change } : area) }
}
export function changeShape(drawing: Drawing, id: ItemId, change: (shape: DrawnShape) => DrawnShape): Drawing {
  return { ...drawing, shapes: drawing.shapes.map(shape => shape.id === id ? change(shape) : shape) }
}

/** Where the audience looks: what the plan says, else the middle of the stage, else above everything. */
export function focalOf(drawing: Drawing): Point {
  if (drawing.focal) return drawing.focal
  const stage = drawing.shapes.find(shape => shape.kind === 'stage') ?? drawing.shapes.find(shape => shape.kind === 'screen' || shape.kind === 'pitch')
  if (!stage || stage.kind === 'text') return { x: 0, y: -100_000 }
  const [xs, ys] = [stage.outline.map(p => p.x), stage.outline.map(p => p.y)]
  return { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 }
}
