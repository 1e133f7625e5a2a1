import type { PlanArea, PlanCategory, PlanShape, Point, SeatingPlan } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { outlineOfRows } from './geometry.ts'

/** A hall as one draws it: sections of rows of seats, anywhere in the plane. `drawPlan` makes the columns of it. */
export interface DraftPlan {
  name: LocalText
  focal: Point
  categories: PlanCategory[]
  sections: DraftSection[]
  areas?: (Omit<PlanArea, 'category'> & { category: string })[]
  shapes: PlanShape[]
}

export interface DraftSection {
  key: string
  name: LocalText
  level: LocalText
  rows: DraftRow[]
  /** Left out: around the rows. */
  outline?: Point[]
}

export interface DraftRow { label: string, seats: DraftSeat[] }
export interface DraftSeat extends Point { label: string, category: string, flags?: number }

const MARGIN = 300

/** Moves the draft to positive whole coordinates with a margin around it, and lays the seats into columns. */
export function drawPlan(draft: DraftPlan): SeatingPlan {
  const sections = draft.sections.map(section => ({
    ...section,
    rows: section.rows.filter(row => row.seats.length > 0),
    outline: section.outline ?? outlineOfRows(section.rows.filter(row => row.seats.length > 0).map(row => row.seats), 60)
  }))
  const drawn = [
    ...sections.flatMap(section => section.outline),
    ...(draft.areas ?? []).flatMap(area => area.outline),
    ...draft.shapes.flatMap(shape => shape.kind === 'text' ? [shape.at] : shape.outline),
    draft.focal
  ]
  const left = Math.min(...drawn.map(p => p.x)) - MARGIN
  const top = Math.min(...drawn.map(p => p.y)) - MARGIN
  const move = (p: Point): Point => ({ x: Math.round(p.x - left), y: Math.round(p.y - top) })

  const seats = sections.flatMap(section => section.rows.flatMap(row => row.seats))
  const categoryIndex = new Map(draft.categories.map((category, index) => [category.key, index]))
  let firstSeat = 0
  return {
    name: draft.name,
    width: Math.round(Math.max(...drawn.map(p => p.x)) - left + MARGIN),
    height: Math.round(Math.max(...drawn.map(p => p.y)) - top + MARGIN),
    focal: move(draft.focal),
    categories: draft.categories,
    sections: sections.map(({ key, name, level, outline }) => ({ key, name, level, outline: outline.map(move) })),
    rows: sections.flatMap((section, index) => section.rows.map((row) => {
      const drawnRow = { section: index, label: row.label, firstSeat, seatCount: row.seats.length }
      firstSeat += row.seats.length
      return drawnRow
    })),
    seats: {
      label: seats.map(seat => seat.label),
      x: Int32Array.from(seats, seat => move(seat).x),
      y: Int32Array.from(seats, seat => move(seat).y),
      category: Uint8Array.from(seats, seat => categoryIndex.get(seat.category)!),
      flags: Uint8Array.from(seats, seat => seat.flags ?? 0)
    },
    areas: (draft.areas ?? []).map(area => ({ ...area, category: categoryIndex.get(area.category)!, outline: area.outline.map(move) })),
    shapes: draft.shapes.map(shape => shape.kind === 'text' ? { ...shape, at: move(shape.at) } : { ...shape, outline: shape.outline.map(move) })
  }
}

/** `A`, `B`, ... without I and O, which people read as 1 and 0. */
export function rowLetters(count: number): string[] {
  return [...'ABCDEFGHJKLMNPQRSTUVWXYZ'].slice(0, count)
}

/** A rectangle as an outline. */
export function rectangle(x: number, y: number, width: number, height: number): Point[] {
  return [{ x, y }, { x: x + width, y }, { x: x + width, y: y + height }, { x, y: y + height }]
}

/** Colours of price zones: told apart on white and on near-black, and by people who do not see red and green apart. */
export const ZONE_COLORS = {
  gold: '#d99a1c',
  coral: '#e2603f',
  rose: '#d0568f',
  violet: '#8a63d2',
  blue: '#3f7fd9',
  teal: '#1f9e93',
  green: '#6a9f3c',
  slate: '#7d8a9c'
} as const
