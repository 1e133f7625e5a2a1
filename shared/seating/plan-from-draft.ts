import { draftPitch, type DraftSection, keyFor, type PlanDraft, seatsOf } from './plan-draft.ts'
import type { PlanRow, PlanShape, PlanTable, Point, SeatingPlan } from './plan.ts'

/** Centimetres from seat to seat in an ordinary row. */
const USUAL_PITCH = 50
/** Free space around everything that is drawn. */
const MARGIN = 150

/**
 * The plan of a draft without faults. Sources draw in pixels or grid steps, so the plan is scaled until seats
 * are as far apart as in a hall, and moved to the top left. `drawnToScale`: its lengths are centimetres already.
 */
export function planFromDraft(draft: PlanDraft, { drawnToScale = false } = {}): SeatingPlan {
  const rows = rowsOf(draft)
  const seats = [...seatsOf(draft)].map(({ seat }) => seat)
  const keys = new Set<string>()
  const categories = draft.categories.map(({ ref, name, color }, c) => ({ key: keyFor(ref, `category-${c + 1}`, keys), name, color: color.toLowerCase() }))
  const categoryIndex = new Map(draft.categories.map(({ ref }, c) => [ref, c]))

  const scale = drawnToScale ? 1 : scaleOf(draft)
  const frame = frameOf([...seats, ...drawnPoints(draft)])
  const toPlan = (point: Point): Point => ({ x: Math.round((point.x - frame.left) * scale) + MARGIN, y: Math.round((point.y - frame.top) * scale) + MARGIN })
  const places = seats.map(toPlan)
  const tables = tablesOf(draft, toPlan, scale)
  return {
    name: draft.name,
    width: Math.round((frame.right - frame.left) * scale) + 2 * MARGIN,
    height: Math.round((frame.bottom - frame.top) * scale) + 2 * MARGIN,
    focal: toPlan(draft.focal ?? focalOf(draft.shapes) ?? { x: (frame.left + frame.right) / 2, y: frame.top - 3 * USUAL_PITCH / scale }),
    categories,
    sections: draft.sections.map(({ key, name, level, outline, view }) => ({ key, name, level, ...(outline && { outline: outline.map(toPlan) }), ...(view && { view }) })),
    rows,
    seats: {
      label: seats.map(seat => seat.label),
      x: Int32Array.from(places, place => place.x),
      y: Int32Array.from(places, place => place.y),
      category: Uint8Array.from(seats, seat => categoryIndex.get(seat.category)!),
      flags: Uint8Array.from(seats, seat => seat.flags)
    },
    areas: draft.areas.map(({ key, name, level, category, capacity, outline, view }) => ({ key, name, level, category: categoryIndex.get(category)!, capacity: capacity!, outline: outline.map(toPlan), ...(view && { view }) })),
    shapes: draft.shapes.map(shape => placeShape(shape, toPlan, scale)),
    ...(tables.length > 0 && { tables }),
    ...(draft.marks?.length && { marks: draft.marks.map(mark => ({ ...mark, at: toPlan(mark.at) })) })
  }
}

function rowsOf(draft: PlanDraft): PlanRow[] {
  let firstSeat = 0
  return draft.sections.flatMap((section: DraftSection, s) => section.rows.map(({ label, seats }) => {
    const row = { section: s, label, firstSeat, seatCount: seats.length }
    firstSeat += seats.length
    return row
  }))
}

function tablesOf(draft: PlanDraft, toPlan: (point: Point) => Point, scale: number): PlanTable[] {
  return draft.sections.flatMap(section => section.rows).flatMap(({ table }, row) => table
    ? [{ ...table, row, at: toPlan(table.at), width: Math.round(table.width * scale), height: Math.round(table.height * scale) }]
    : [])
}

/** A plan whose seats stand 40 to 70 units apart is taken to be drawn in centimetres already. */
function scaleOf(draft: PlanDraft): number {
  const pitch = draftPitch(draft)
  return !pitch || (pitch >= 40 && pitch <= 70) ? 1 : USUAL_PITCH / pitch
}

function drawnPoints(draft: PlanDraft): Point[] {
  return [
    ...draft.shapes.flatMap(shape => shape.kind === 'text' ? [shape.at] : shape.outline),
    ...draft.areas.flatMap(area => area.outline),
    ...draft.sections.flatMap(section => section.outline ?? []),
    ...draft.sections.flatMap(section => section.rows.flatMap(row => row.table?.at ?? [])),
    ...(draft.marks ?? []).map(mark => mark.at)
  ]
}

function frameOf(points: readonly Point[]): { left: number, top: number, right: number, bottom: number } {
  const frame = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const { x, y } of points) {
    frame.left = Math.min(frame.left, x)
    frame.top = Math.min(frame.top, y)
    frame.right = Math.max(frame.right, x)
    frame.bottom = Math.max(frame.bottom, y)
  }
  return frame
}

/** The middle of the stage, screen or pitch; without one, of the largest thing that is drawn and not sold. */
function focalOf(shapes: readonly PlanShape[]): Point | undefined {
  const drawn = shapes.flatMap(shape => shape.kind === 'text' ? [] : [{ isStage: shape.kind !== 'wall', ...frameOf(shape.outline) }])
  const size = (s: (typeof drawn)[number]) => (s.right - s.left) * (s.bottom - s.top)
  const [best] = drawn.sort((a, b) => Number(b.isStage) - Number(a.isStage) || size(b) - size(a))
  return best && { x: (best.left + best.right) / 2, y: (best.top + best.bottom) / 2 }
}

function placeShape(shape: PlanShape, toPlan: (point: Point) => Point, scale: number): PlanShape {
  return shape.kind === 'text'
    ? { ...shape, at: toPlan(shape.at), size: Math.round(shape.size * scale) }
    : { ...shape, outline: shape.outline.map(toPlan) }
}
