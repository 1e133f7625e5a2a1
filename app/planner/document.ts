import type { DocumentRow, PlanDocument } from '#shared/seating/plan-document.ts'
import type { PlanCategory, PlanMark, PlanShape, PlanTable, Point } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/**
 * The plan in the editor. Never changed in place: every act makes a new one that shares with the old one all that is the same, so a
 * step back is a reference. Everything that can be picked has an id of its own, which lives as long as the page.
 */
export interface Drawing {
  name: LocalText
  focal: Point | null
  categories: readonly PlanCategory[]
  sections: readonly DrawnSection[]
  areas: readonly DrawnArea[]
  shapes: readonly DrawnShape[]
  marks: readonly DrawnMark[]
}

export type ItemId = number

export interface DrawnSection { id: ItemId, key: string, name: LocalText, level: LocalText, outline?: Point[], view?: string, rows: readonly DrawnRow[] }
export interface DrawnRow { id: ItemId, label: string, table?: DrawnTable, seats: readonly DrawnSeat[] }
export type DrawnTable = Omit<PlanTable, 'row'>
export interface DrawnSeat { id: ItemId, label: string, x: number, y: number, category: string, flags: number }
export interface DrawnArea { id: ItemId, key: string, name: LocalText, level: LocalText, category: string, capacity: number, outline: readonly Point[], view?: string }
export type DrawnShape = PlanShape & { id: ItemId }
export type DrawnMark = PlanMark & { id: ItemId }

let lastId = 0
/** An id that nothing else on this page has. */
export const newItemId = (): ItemId => ++lastId

/** A document as something to draw on. */
export function drawingOf(document: PlanDocument): Drawing {
  return {
    name: document.name, focal: document.focal, categories: document.categories,
    sections: document.sections.map(section => ({ ...section, id: newItemId(), rows: section.rows.map(drawnRow) })),
    areas: document.areas.map(area => ({ ...area, id: newItemId() })),
    shapes: document.shapes.map(shape => ({ ...shape, id: newItemId() })),
    marks: document.marks.map(mark => ({ ...mark, id: newItemId() }))
  }
}

function drawnRow({ label, table, seats }: DocumentRow): DrawnRow {
  return { id: newItemId(), label, ...(table && { table }), seats: seats.map(([seatLabel, x, y, category, flags]) => ({ id: newItemId(), label: seatLabel, x, y, category, flags })) }
}

/** The drawing as it is kept and sent, in whole centimetres. */
export function documentOf(drawing: Drawing): PlanDocument {
  return {
    format: 'foyer-plan', version: 1, name: drawing.name, focal: drawing.focal && rounded(drawing.focal), categories: [...drawing.categories],
    sections: drawing.sections.map(({ key, name, level, outline, view, rows }) => ({
      key, name, level, ...(outline && { outline: outline.map(rounded) }), ...(view && { view }),
      rows: rows.map(({ label, table, seats }) => ({
        label, ...(table && { table: { ...table, at: rounded(table.at), width: Math.round(table.width), height: Math.round(table.height), rotation: round1(table.rotation) } }),
        seats: seats.map(seat => [seat.label, Math.round(seat.x), Math.round(seat.y), seat.category, seat.flags] as const).map(seat => [...seat])
      }))
    })),
    areas: drawing.areas.map(({ id: _, ...area }) => ({ ...area, outline: area.outline.map(rounded) })),
    shapes: drawing.shapes.map(({ id: _, ...shape }): PlanShape => shape.kind === 'text' ? { ...shape, at: rounded(shape.at), size: Math.max(1, Math.round(shape.size)) } : { ...shape, outline: shape.outline.map(rounded) }),
    marks: drawing.marks.map(({ id: _, ...mark }) => ({ ...mark, at: rounded(mark.at) }))
  }
}

const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x), y: Math.round(y) })
const round1 = (degrees: number) => Math.round(degrees * 10) / 10

/** All seats with the row and the section that they stand in. */
export function* seatsIn(drawing: Drawing): Generator<{ section: DrawnSection, row: DrawnRow, seat: DrawnSeat }> {
  for (const section of drawing.sections) for (const row of section.rows) for (const seat of row.seats) yield { section, row, seat }
}

/** How many seats there are. */
export function countSeats(drawing: Drawing): number {
  return drawing.sections.reduce((sum, section) => sum + section.rows.reduce((seats, row) => seats + row.seats.length, 0), 0)
}

/** The ids of what stands at a JSON pointer of the document, for example all seats of `/sections/0/rows/3`. */
export function itemsAt(drawing: Drawing, place: string): ItemId[] {
  const [, list, first, , row, , seat] = place.split('/')
  const index = Number(first)
  if (list === 'areas') return drawing.areas[index] ? [drawing.areas[index].id] : []
  if (list !== 'sections') return []
  const section = drawing.sections[index]
  const rows = row === undefined ? section?.rows ?? [] : [section?.rows[Number(row)]].filter(one => one !== undefined)
  const seats = rows.flatMap(one => one.seats)
  return (seat === undefined ? seats : seats.slice(Number(seat), Number(seat) + 1)).map(one => one.id)
}
