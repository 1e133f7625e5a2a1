import type { LocalText } from '#shared/text/local-text.ts'

/**
 * A seating plan in memory: columns, not objects, so that a stadium of 60,000 seats is a few typed arrays.
 * A seat is its index into the columns. The plan is immutable; what is free or sold is not part of it.
 *
 * Lengths are plan units: 1 unit = 1 cm in a plan drawn to scale. x grows to the right, y downwards.
 */
export interface SeatingPlan {
  name: LocalText
  width: number
  height: number
  /** Where the audience looks: best seats are ranked from here. */
  focal: Point
  categories: PlanCategory[]
  sections: PlanSection[]
  /** Seats of a row lie together in the columns: `firstSeat` to `firstSeat + seatCount - 1`. */
  rows: PlanRow[]
  seats: SeatColumns
  /** Standing areas: places without seats. */
  areas: PlanArea[]
  /** What is drawn but not sold: stage, screen, text, outlines. */
  shapes: PlanShape[]
  /** Tables; their chairs are seats. Absent: none. */
  tables?: PlanTable[]
  /** Where one comes in, where the bar is. Absent: none. */
  marks?: PlanMark[]
}

export interface Point { x: number, y: number }

/** A price zone, painted on the venue; the event puts prices on it. */
export interface PlanCategory {
  key: string
  name: LocalText
  /** `#rrggbb`: the accent of this zone on the map; the renderer adapts it to dark mode. */
  color: string
}

export interface PlanSection {
  /** Unique in the plan, `[a-z0-9-]+`. First part of the seat id. */
  key: string
  name: LocalText
  /** Floor or tier, for example `Stalls`, `Circle`: sections of one level are listed together. */
  level: LocalText
  /** Where it stands on the overview; without one the renderer uses the hull of its seats. */
  outline?: Point[]
  /** Id of the picture (purpose `view`) of what one sees from here. */
  view?: string
}

export interface PlanRow {
  /** Index into `sections`. */
  section: number
  /** As printed on the ticket, for example `F`. Unique in its section. */
  label: string
  firstSeat: number
  seatCount: number
}

export interface SeatColumns {
  /** As printed on the ticket, for example `14`. Unique in its row. */
  label: string[]
  x: Int32Array
  y: Int32Array
  /** Index into `categories`. */
  category: Uint8Array
  /** Bits of `SeatFlag`. */
  flags: Uint8Array
}

export const SeatFlag = { accessible: 1, companion: 2, restrictedView: 4, stairsFree: 8 } as const

export interface PlanArea {
  /** Unique among areas and sections, `[a-z0-9-]+`. */
  key: string
  name: LocalText
  level: LocalText
  /** Index into `categories`. */
  category: number
  /** Persons. */
  capacity: number
  outline: Point[]
  /** Id of the picture (purpose `view`) of what one sees from here. */
  view?: string
}

/**
 * A table. Its chairs are the seats of one row, which has the table's label: `gallery.T4.2` is the second chair of table T4.
 * So a chair is held and sold like any seat; a table that is sold whole goes only with all of them.
 */
export interface PlanTable {
  /** Index into `rows`. */
  row: number
  form: 'round' | 'rectangle'
  /** Its middle. */
  at: Point
  /** Of the table top, without chairs; a round one has them alike. */
  width: number
  height: number
  /** Degrees, clockwise. */
  rotation: number
  soldAs: 'chair' | 'whole'
}

export const MARK_KINDS = ['entrance', 'exit', 'stairs', 'lift', 'bar', 'toilets', 'cloakroom'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** A sign on the map. */
export interface PlanMark {
  kind: MarkKind
  at: Point
  /** Its own words; without them the kind says all. */
  label?: LocalText
}

export type PlanShape =
  | { kind: 'stage' | 'screen' | 'pitch' | 'wall', outline: Point[], label?: LocalText }
  | { kind: 'text', at: Point, label: LocalText, size: number }

/** Seats of a plan. */
export function seatCount(plan: SeatingPlan): number {
  return plan.seats.label.length
}

/** Standing places of a plan. */
export function standingCapacity(plan: SeatingPlan): number {
  return plan.areas.reduce((sum, area) => sum + area.capacity, 0)
}

/** The table at which the seat stands, if any. */
export function tableOfSeat(plan: SeatingPlan, seat: number): PlanTable | undefined {
  if (!plan.tables?.length) return undefined
  const row = rowOfSeat(plan, seat)
  return plan.tables.find(table => table.row === row)
}

const wholeRows = new WeakMap<SeatingPlan, ReadonlySet<number>>()

/** Rows that are the chairs of a table which is sold whole. Worked out once for each plan. */
export function rowsSoldWhole(plan: SeatingPlan): ReadonlySet<number> {
  const known = wholeRows.get(plan) ?? new Set(plan.tables?.flatMap(table => table.soldAs === 'whole' ? table.row : []))
  wholeRows.set(plan, known)
  return known
}

/** Seats that are sold only together with this one, itself among them: all chairs of a table that is sold whole, else the seat alone. */
export function seatsSoldWith(plan: SeatingPlan, seat: number): number[] {
  const whole = rowsSoldWhole(plan)
  if (whole.size === 0) return [seat]
  const row = rowOfSeat(plan, seat)
  return whole.has(row) ? seatsOfRow(plan, row) : [seat]
}

/** Some seats with all others that are sold only together with them, each once: whole tables. */
export function withTheirTables(plan: SeatingPlan, seats: readonly number[]): number[] {
  return [...new Set(rowsSoldWhole(plan).size === 0 ? seats : seats.flatMap(seat => seatsSoldWith(plan, seat)))]
}

/** All seats of a row, by their indexes. */
export function seatsOfRow(plan: SeatingPlan, row: number): number[] {
  const { firstSeat, seatCount } = plan.rows[row]!
  return Array.from({ length: seatCount }, (_, seat) => firstSeat + seat)
}

/** Index of the row that holds the seat (binary search: rows lie in the order of their first seat). */
export function rowOfSeat(plan: SeatingPlan, seat: number): number {
  let low = 0
  let high = plan.rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (plan.rows[middle]!.firstSeat <= seat) low = middle
    else high = middle - 1
  }
  return low
}

/** The public name of a seat inside its plan, for example `stalls-left.F.14`. */
export function seatId(plan: SeatingPlan, seat: number): string {
  const row = plan.rows[rowOfSeat(plan, seat)]!
  return `${plan.sections[row.section]!.key}.${row.label}.${plan.seats.label[seat]!}`
}

/** Finds seats by their public names. Built once per plan: O(seats). */
export function seatIndexById(plan: SeatingPlan): Map<string, number> {
  const index = new Map<string, number>()
  for (const row of plan.rows) {
    const prefix = `${plan.sections[row.section]!.key}.${row.label}.`
    for (let seat = row.firstSeat; seat < row.firstSeat + row.seatCount; seat++) index.set(prefix + plan.seats.label[seat]!, seat)
  }
  return index
}
