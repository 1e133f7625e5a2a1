import type { LocalText } from '#shared/text/local-text.ts'
import type { PlanMark, PlanShape, PlanTable, Point, SeatingPlan } from './plan.ts'

/**
 * A seating plan as somebody drew it, before anyone knows whether it can be sold: objects that remember where they
 * came from. Importers make drafts, `findFaults` judges them, `repairDraft` mends them where it is told to.
 */
export interface PlanDraft {
  name: LocalText
  categories: DraftCategory[]
  sections: DraftSection[]
  areas: DraftArea[]
  /** In the units of the seats. */
  shapes: PlanShape[]
  marks?: PlanMark[]
  /** Where the audience looks, if the source says. */
  focal?: Point
}

/** Where in the source: a JSON pointer (RFC 6901) or `line 42`. */
export type Place = string

export interface DraftCategory {
  /** What seats call it. */
  ref: string
  name: LocalText
  color: string
  place: Place
}

export interface DraftSection {
  key: string
  name: LocalText
  level: LocalText
  outline?: Point[]
  view?: string
  rows: DraftRow[]
  place: Place
}

export interface DraftRow {
  label: string
  seats: DraftSeat[]
  /** Where the seats are the chairs of a table. */
  table?: Omit<PlanTable, 'row'>
  place: Place
}

export interface DraftSeat {
  label: string
  x: number
  y: number
  /** `ref` of a category. */
  category: string
  /** Bits of `SeatFlag`. */
  flags: number
  /** The seat's own id in the source, for example pretix's `seat_guid`. */
  sourceId?: string
  place: Place
}

export interface DraftArea {
  key: string
  name: LocalText
  level: LocalText
  category: string
  /** Persons. Null where the source does not say. */
  capacity: number | null
  outline: Point[]
  view?: string
  place: Place
}

/** A finished plan as a draft, so that it can be judged like an imported one. Places point into the plan. */
export function draftOfPlan(plan: SeatingPlan): PlanDraft {
  const sections = plan.sections.map((section, s): DraftSection => ({ ...section, rows: [], place: `/sections/${s}` }))
  const tables = new Map(plan.tables?.map(({ row, ...table }) => [row, table]))
  plan.rows.forEach((row, r) => {
    const seats = Array.from({ length: row.seatCount }, (_, i): DraftSeat => {
      const seat = row.firstSeat + i
      return {
        label: plan.seats.label[seat] ?? '',
        x: plan.seats.x[seat] ?? Number.NaN,
        y: plan.seats.y[seat] ?? Number.NaN,
        category: plan.categories[plan.seats.category[seat] ?? -1]?.key ?? '',
        flags: plan.seats.flags[seat] ?? 0,
        place: `/rows/${r}/seats/${i}`
      }
    })
    sections[row.section]?.rows.push({ label: row.label, seats, ...(tables.has(r) && { table: tables.get(r) }), place: `/rows/${r}` })
  })
  return {
    name: plan.name,
    categories: plan.categories.map((category, c) => ({ ...category, ref: category.key, place: `/categories/${c}` })),
    sections,
    areas: plan.areas.map((area, a) => ({ ...area, category: plan.categories[area.category]?.key ?? '', place: `/areas/${a}` })),
    shapes: plan.shapes,
    ...(plan.marks && { marks: plan.marks }),
    focal: plan.focal
  }
}

/**
 * Distance of neighbouring seats: the median over all rows, in the units of the draft.
 * Undefined where no row has two seats apart.
 */
export function draftPitch(draft: PlanDraft): number | undefined {
  const distances: number[] = []
  for (const section of draft.sections) {
    for (const { seats } of section.rows) {
      for (let i = 1; i < seats.length; i++) {
        const distance = Math.hypot(seats[i]!.x - seats[i - 1]!.x, seats[i]!.y - seats[i - 1]!.y)
        if (Number.isFinite(distance) && distance > 0) distances.push(distance)
      }
    }
  }
  return median(distances)
}

/** The middle value; undefined for no values. Sorts what it is given. */
export function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[values.length >> 1]
}

/** All seats of a draft with the section and the row they stand in. */
export function* seatsOf(draft: PlanDraft): Generator<{ section: DraftSection, row: DraftRow, seat: DraftSeat }> {
  for (const section of draft.sections) {
    for (const row of section.rows) {
      for (const seat of row.seats) yield { section, row, seat }
    }
  }
}

/** A key out of a name, `[a-z0-9-]+`, that is not among `taken`; it is added to them. */
export function keyFor(name: string, fallback: string, taken: Set<string>): string {
  const base = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || fallback
  return untaken(base, taken, (text, n) => `${text}-${n}`)
}

/** The text, or a numbered form of it (from 2 up) that is not among `taken`; it is added to them. */
export function untaken(text: string, taken: Set<string>, numbered: (text: string, n: number) => string): string {
  let candidate = text
  for (let n = 2; taken.has(candidate); n++) candidate = numbered(text, n)
  taken.add(candidate)
  return candidate
}
