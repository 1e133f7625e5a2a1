import { type Point, rowsSoldWhole, type SeatingPlan, seatsSoldWith } from '#shared/seating/plan.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { type Bounds, boundsOf, grow, innerPoint, isInside, NOWHERE, union } from './geometry.ts'
import { isAreaMatching, isOpenFilter, matchesOf, type SeatFilter } from './seat-filter.ts'
import { SeatGrid } from './seat-grid.ts'
import { type SectionFacts, seatPitch, sectionFacts } from './section-facts.ts'

/** What the visitor has to do with a seat. `choosing`: asked for, the server has not answered yet. */
export const Choice = { none: 0, choosing: 1, mine: 2 } as const
export type ChoiceValue = (typeof Choice)[keyof typeof Choice]

export interface AreaStock { free: number, capacity: number }

/** What is kept from the public and open to whoever looks: seats, where they are free, and free standing places by area. */
export interface OpenedPlaces { seats: readonly number[], areas: ReadonlyMap<string, number> }

/** What changed since the frame before: `seatFrame` of shared/api/catalogue.ts. */
export interface Frame { version: number, seats: readonly (readonly [number, number])[], areas: Record<string, AreaStock> }

/** What a point of the map belongs to. */
export type Target = { kind: 'seat', seat: number } | { kind: 'section', section: number } | { kind: 'area', area: number } | null

/** Everything that the map shows, without a pixel: the plan, who has which seat, what is chosen. */
export class SeatMapModel {
  readonly plan: SeatingPlan
  readonly seatCount: number
  /** Around all that is drawn. */
  readonly bounds: Bounds
  /** Distance between neighbours in a row, plan units: the measure of all sizes. */
  readonly pitch: number
  readonly sections: SectionFacts[]
  /** Where the names of the standing areas stand. */
  readonly areaAnchors: Point[]
  readonly sectionOf: Uint16Array
  readonly rowOf: Uint32Array
  /** Rows by section. */
  readonly rowsIn: number[][]
  /** 1: nobody sits beside this seat on the side of the lower index (the row begins, or an aisle lies there). */
  readonly isApart: Uint8Array
  readonly grid: SeatGrid
  readonly status: Uint8Array
  readonly choice: Uint8Array
  /** Free seats by section and by category (standing places included). */
  readonly freeInSection: Uint32Array
  readonly freeInCategory: Uint32Array
  /** Free seats by section and category, at `section * categories + category`: all of them, and those that match the filter. */
  readonly #free: Uint32Array
  readonly #freeMatching: Uint32Array
  readonly areaStock = new Map<string, AreaStock>()
  /** Seats that were opened to whoever looks. Where they are not free they are shown like any other. */
  opened: ReadonlySet<number> = new Set()
  #openedAreas: ReadonlyMap<string, number> = new Map()
  /** What everybody is told, before anything is opened. */
  readonly #told: Uint8Array
  readonly #toldAreas = new Map<string, AreaStock>()
  /** Seats that match the filter, one byte each; null while nothing is asked for, and everything matches. */
  matches: Uint8Array | null = null
  filter: SeatFilter = { zones: [], wishes: [] }
  /** Seats with a choice, so that no painter has to look for them. */
  chosen: number[] = []
  version = -1
  /** Seats that changed since somebody last asked; null: anything may have. */
  #changes: number[] | null = null

  constructor(plan: SeatingPlan) {
    this.plan = plan
    this.seatCount = plan.seats.label.length
    this.pitch = seatPitch(plan)
    this.sections = sectionFacts(plan, this.pitch)
    this.areaAnchors = plan.areas.map(area => innerPoint(area.outline))
    this.bounds = boundsOfPlan(plan, this.sections)
    this.sectionOf = new Uint16Array(this.seatCount)
    this.rowOf = new Uint32Array(this.seatCount)
    this.rowsIn = plan.sections.map(() => [])
    for (const [index, row] of plan.rows.entries()) {
      this.rowsIn[row.section]!.push(index)
      this.sectionOf.fill(row.section, row.firstSeat, row.firstSeat + row.seatCount)
      this.rowOf.fill(index, row.firstSeat, row.firstSeat + row.seatCount)
    }
    this.isApart = seatsApart(plan, this.pitch)
    this.grid = new SeatGrid(plan.seats, this.bounds, this.pitch * 4)
    // Until the status is known nothing is offered.
    this.status = new Uint8Array(this.seatCount).fill(SeatStatus.offSale)
    this.#told = this.status.slice()
    this.choice = new Uint8Array(this.seatCount)
    this.freeInSection = new Uint32Array(plan.sections.length)
    this.freeInCategory = new Uint32Array(plan.categories.length)
    this.#free = new Uint32Array(plan.sections.length * plan.categories.length)
    this.#freeMatching = this.#free.slice()
  }

  /**
   * Takes the whole status, one byte a seat, whatever its version: a store that lost its memory counts anew. A status of
   * another hall changes nothing and answers false.
   */
  setStatus(status: Uint8Array, areas: Record<string, AreaStock>, version: number): boolean {
    if (status.length !== this.seatCount) return false
    this.version = version
    this.#told.set(status)
    this.#toldAreas.clear()
    for (const [key, stock] of Object.entries(areas)) this.#toldAreas.set(key, stock)
    this.#showAll()
    return true
  }

  /** Takes a delta. One that is known already, or that comes before any status, changes nothing and answers false. */
  applyFrame(frame: Frame): boolean {
    if (this.version < 0 || frame.version <= this.version) return false
    this.version = frame.version
    for (const [seat, status] of frame.seats) {
      if (seat < this.seatCount) this.#set(seat, status)
    }
    for (const [key, stock] of Object.entries(frame.areas)) {
      this.#toldAreas.set(key, stock)
      this.#showArea(key)
      this.#changes = null
    }
    this.#countCategories()
    return true
  }

  /** Opens what is kept from the public, in place of what was opened before. */
  setOpened({ seats, areas }: OpenedPlaces): void {
    this.opened = new Set(seats)
    this.#openedAreas = areas
    if (this.version >= 0) this.#showAll()
    this.#changes = null
  }

  /** Whether a seat can be chosen only because it was opened. */
  isOpened(seat: number): boolean {
    return this.opened.has(seat) && this.#told[seat] === SeatStatus.offSale
  }

  /** Replaces what is chosen. Unknown seats are passed over. */
  setSelection(mine: readonly number[], choosing: readonly number[] = []): void {
    for (const seat of this.chosen) this.choice[seat] = Choice.none
    for (const seat of choosing) if (seat < this.seatCount) this.choice[seat] = Choice.choosing
    for (const seat of mine) if (seat < this.seatCount) this.choice[seat] = Choice.mine
    this.chosen = [...new Set([...choosing, ...mine])].filter(seat => seat < this.seatCount)
  }

  /** Picks out what somebody looks for; the rest steps back on map and list. Zones that this hall does not have are passed over. */
  setFilter({ zones, wishes }: SeatFilter): void {
    this.filter = { zones: zones.filter(key => this.plan.categories.some(category => category.key === key)), wishes }
    this.matches = isOpenFilter(this.filter) ? null : matchesOf(this.plan, this.filter)
    this.#countMatching()
    this.#changes = null
  }

  /** Which seats are not what they were the last time that this was asked; null where it may be all of them. */
  takeChanges(): readonly number[] | null {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  isMatch(seat: number): boolean {
    return this.matches === null || this.matches[seat] === 1
  }

  isAreaMatch(area: number): boolean {
    return this.matches === null || isAreaMatching(this.plan, this.plan.areas[area]!, this.filter)
  }

  /** Free seats of a section that match the filter, of all categories or of one. */
  matchingIn(section: number, category?: number): number {
    const first = section * this.plan.categories.length
    if (category !== undefined) return this.#freeMatching[first + category]!
    let sum = 0
    for (let i = first; i < first + this.plan.categories.length; i++) sum += this.#freeMatching[i]!
    return sum
  }

  /** Whether most of what is free of a category in a section matches. Where it is less, the seats themselves must be shown. */
  isMostlyMatching(section: number, category: number): boolean {
    if (this.matches === null) return true
    const at = section * this.plan.categories.length + category
    return this.#freeMatching[at]! > 0 && this.#freeMatching[at]! * 2 >= this.#free[at]!
  }

  /** Free seats and standing places of the hall that match the filter. */
  matchingInAll(): number {
    const seats = this.#freeMatching.reduce((sum, free) => sum + free, 0)
    return this.plan.areas.reduce((sum, { key }, area) => sum + (this.isAreaMatch(area) ? this.areaStock.get(key)?.free ?? 0 : 0), seats)
  }

  /** Whether the seat is a chair of a table that is sold whole. */
  isSoldWhole(seat: number): boolean {
    return rowsSoldWhole(this.plan).has(this.rowOf[seat]!)
  }

  /** Seats that are sold only together with this one, itself among them. */
  soldWith(seat: number): number[] {
    return seatsSoldWith(this.plan, seat)
  }

  /** Whether a tap on the seat can do something: it is free, or it is the visitor's own. */
  isOpen(seat: number): boolean {
    return this.choice[seat] !== Choice.none || this.status[seat] === SeatStatus.free
  }

  /** What lies at a plan point: a seat at most `reach` away, else the area or section around it. */
  targetAt(point: Point, reach: number): Target {
    const seat = this.grid.nearest(point.x, point.y, reach)
    if (seat >= 0) return { kind: 'seat', seat }
    const area = this.plan.areas.findIndex(a => isInside(a.outline, point.x, point.y))
    if (area >= 0) return { kind: 'area', area }
    const outlined = this.plan.sections.findIndex(s => s.outline !== undefined && isInside(s.outline, point.x, point.y))
    if (outlined >= 0) return { kind: 'section', section: outlined }
    const close = this.grid.nearest(point.x, point.y, this.pitch * 2)
    return close >= 0 ? { kind: 'section', section: this.sectionOf[close]! } : null
  }

  /** The part of a section that is free, 0 to 1. */
  shareLeft(section: number): number {
    const all = this.sections[section]!.seatCount
    return all === 0 ? 0 : this.freeInSection[section]! / all
  }

  #statusOf(seat: number): number {
    return this.isOpened(seat) ? SeatStatus.free : this.#told[seat]!
  }

  #showAll(): void {
    this.status.set(this.#told)
    for (const seat of this.opened) if (seat < this.seatCount) this.status[seat] = this.#statusOf(seat)
    this.areaStock.clear()
    for (const key of this.#toldAreas.keys()) this.#showArea(key)
    this.#count()
  }

  #showArea(key: string): void {
    const { free, capacity } = this.#toldAreas.get(key)!
    const opened = this.#openedAreas.get(key) ?? 0
    this.areaStock.set(key, { free: free + opened, capacity: capacity + opened })
  }

  #set(seat: number, told: number): void {
    this.#told[seat] = told
    const status = this.#statusOf(seat)
    const was = this.status[seat]
    if (was === status) return
    this.status[seat] = status
    this.#changes?.push(seat)
    const change = (status === SeatStatus.free ? 1 : 0) - (was === SeatStatus.free ? 1 : 0)
    const section = this.sectionOf[seat]!
    this.freeInSection[section]! += change
    const at = section * this.plan.categories.length + this.plan.seats.category[seat]!
    this.#free[at]! += change
    if (this.isMatch(seat)) this.#freeMatching[at]! += change
  }

  #count(): void {
    this.freeInSection.fill(0)
    for (let seat = 0; seat < this.seatCount; seat++) if (this.status[seat] === SeatStatus.free) this.freeInSection[this.sectionOf[seat]!]!++
    this.#countCategories()
    this.#countMatching()
    this.#changes = null
  }

  #countMatching(): void {
    const { category } = this.plan.seats
    const categories = this.plan.categories.length
    this.#free.fill(0)
    this.#freeMatching.fill(0)
    for (let seat = 0; seat < this.seatCount; seat++) {
      if (this.status[seat] !== SeatStatus.free) continue
      const at = this.sectionOf[seat]! * categories + category[seat]!
      this.#free[at]!++
      if (this.isMatch(seat)) this.#freeMatching[at]!++
    }
  }

  #countCategories(): void {
    this.freeInCategory.fill(0)
    const { category } = this.plan.seats
    for (let seat = 0; seat < this.seatCount; seat++) if (this.status[seat] === SeatStatus.free) this.freeInCategory[category[seat]!]!++
    for (const area of this.plan.areas) this.freeInCategory[area.category]! += this.areaStock.get(area.key)?.free ?? 0
  }
}

/** Half of the room that a sign takes, plan units. */
const SIGN_REACH = 60

/** Wider than this (in usual distances) is an aisle. */
const AISLE = 1.9

function seatsApart(plan: SeatingPlan, pitch: number): Uint8Array {
  const { rows, seats: { x, y } } = plan
  const apart = new Uint8Array(x.length)
  const tables = new Set(plan.tables?.map(table => table.row))
  for (const [index, { firstSeat, seatCount }] of rows.entries()) {
    apart[firstSeat] = 1
    // Who sits at one table sits together.
    if (tables.has(index)) continue
    for (let seat = firstSeat + 1; seat < firstSeat + seatCount; seat++) {
      if (Math.hypot(x[seat]! - x[seat - 1]!, y[seat]! - y[seat - 1]!) > pitch * AISLE) apart[seat] = 1
    }
  }
  return apart
}

function boundsOfPlan(plan: SeatingPlan, sections: SectionFacts[]): Bounds {
  let box = NOWHERE
  for (const section of sections) if (section.seatCount > 0) box = union(box, section.bounds)
  for (const area of plan.areas) box = union(box, boundsOf(area.outline))
  for (const shape of plan.shapes) box = union(box, shape.kind === 'text' ? grow(boundsOf([shape.at]), shape.size) : boundsOf(shape.outline))
  for (const table of plan.tables ?? []) box = union(box, grow(boundsOf([table.at]), Math.max(table.width, table.height) / 2))
  for (const mark of plan.marks ?? []) box = union(box, grow(boundsOf([mark.at]), SIGN_REACH))
  return box.left <= box.right ? box : { left: 0, top: 0, right: plan.width, bottom: plan.height }
}
