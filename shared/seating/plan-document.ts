import type { LocalText } from '#shared/text/local-text.ts'
import { draftOfPlan, type PlanDraft } from './plan-draft.ts'
import type { PlanCategory, PlanMark, PlanShape, PlanTable, Point, SeatingPlan } from './plan.ts'

/**
 * A plan as somebody is drawing it, and our own file of a plan: plain JSON in centimetres, finished or not. The editor writes it,
 * the server keeps it as a draft, `draftOfDocument` makes it something that can be judged and sold.
 */
export interface PlanDocument {
  format: 'foyer-plan'
  version: 1
  name: LocalText
  /** Where the audience looks; null: the middle of the stage. */
  focal: Point | null
  categories: PlanCategory[]
  sections: DocumentSection[]
  areas: DocumentArea[]
  shapes: PlanShape[]
  marks: PlanMark[]
}

export interface DocumentSection {
  key: string
  name: LocalText
  level: LocalText
  outline?: Point[]
  view?: string
  rows: DocumentRow[]
}

export interface DocumentRow {
  label: string
  table?: Omit<PlanTable, 'row'>
  seats: DocumentSeat[]
}

/** Category by its key, flags as bits of `SeatFlag`. */
export type DocumentSeat = [label: string, x: number, y: number, category: string, flags: number]

export interface DocumentArea {
  key: string
  name: LocalText
  level: LocalText
  /** Key of a category. */
  category: string
  /** Persons; 0 where nobody has said yet. */
  capacity: number
  outline: Point[]
  view?: string
}

/** A plan of a name and nothing else. */
export function emptyDocument(name: LocalText, categories: PlanCategory[] = []): PlanDocument {
  return { format: 'foyer-plan', version: 1, name, focal: null, categories, sections: [], areas: [], shapes: [], marks: [] }
}

/** The document as something to be judged. Places are JSON pointers into the document. */
export function draftOfDocument(document: PlanDocument): PlanDraft {
  return {
    name: document.name,
    ...(document.focal && { focal: document.focal }),
    categories: document.categories.map((category, c) => ({ ...category, ref: category.key, place: `/categories/${c}` })),
    sections: document.sections.map(({ rows, ...section }, s) => ({
      ...section,
      rows: rows.map(({ label, table, seats }, r) => ({
        label, ...(table && { table }),
        seats: seats.map(([seatLabel, x, y, category, flags], i) => ({ label: seatLabel, x, y, category, flags, place: `/sections/${s}/rows/${r}/seats/${i}` })),
        place: `/sections/${s}/rows/${r}`
      })),
      place: `/sections/${s}`
    })),
    areas: document.areas.map((area, a) => ({ ...area, place: `/areas/${a}` })),
    shapes: document.shapes,
    marks: document.marks
  }
}

/** A draft without faults as a document. */
export function documentOfDraft(draft: PlanDraft): PlanDocument {
  return {
    ...emptyDocument(draft.name, draft.categories.map(({ ref, name, color }) => ({ key: ref, name, color }))),
    focal: draft.focal ?? null,
    sections: draft.sections.map(({ key, name, level, outline, view, rows }) => ({
      key, name, level, ...(outline && { outline }), ...(view && { view }),
      rows: rows.map(({ label, table, seats }) => ({ label, ...(table && { table }), seats: seats.map((seat): DocumentSeat => [seat.label, seat.x, seat.y, seat.category, seat.flags]) }))
    })),
    areas: draft.areas.map(({ key, name, level, category, capacity, outline, view }) => ({ key, name, level, category, capacity: capacity ?? 0, outline, ...(view && { view }) })),
    shapes: draft.shapes,
    marks: draft.marks ?? []
  }
}

/** A finished plan as a document, to be drawn on. */
export function documentOfPlan(plan: SeatingPlan): PlanDocument {
  return documentOfDraft(draftOfPlan(plan))
}

/** What of a draft can be sold: rows and sections without seats are scaffolding. */
export function withoutEmptyParts(draft: PlanDraft): PlanDraft {
  const sections = draft.sections.map(section => ({ ...section, rows: section.rows.filter(row => row.seats.length > 0) }))
  return { ...draft, sections: sections.filter(section => section.rows.length > 0) }
}
