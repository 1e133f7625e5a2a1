import type { Point, SeatingPlan } from '#shared/seating/plan.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import { type Bounds, boundsOf, grow, innerPoint, isInside, NOWHERE, union } from './geometry.ts'
import { SeatGrid } from './seat-grid.ts'
import { type SectionFacts, seatPitch, sectionFacts } from './section-facts.ts'

/** What the visitor has to do with a seat. `choosing`: asked for, the server has not answered yet. */
export const Choice = { none: 0, choosing: 1, mine: 2 } as const
export type ChoiceValue = (typeof Choice)[keyof typeof Choice]

export interface AreaStock { free: number, capacity: number }

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
  readonly grid: SeatGrid
  readonly status: Uint8Array
  readonly choice: Uint8Array
  /** Free seats by section and by category (standing places included). */
  readonly freeInSection: Uint32Array
  readonly freeInCategory: Uint32Array
  readonly areaStock = new Map<string, AreaStock>()
  /** Seats with a choice, so that no painter has to look for them. */
  chosen: number[] = []
  version = -1

  constructor(plan: SeatingPlan) {
    this.plan = plan
    this.seatCount = plan.seats.label.length
    this.pitch = seatPitch(plan)
    this.sections = sectionFacts(plan, this.pitch)
    this.areaAnchors = plan.areas.map(area => innerPoint(area.outline))
    this.bounds = boundsOfPlan(plan, this.sections)
    this.sectionOf = new Uint16Array(this.seatCount)
    this.rowOf = new Uint32Array(this.seatCount)
    for (const [index, row] of plan.rows.entries()) {
      this.sectionOf.fill(row.section, row.firstSeat, row.firstSeat + row.seatCount)
      this.rowOf.fill(index, row.firstSeat, row.firstSeat + row.seatCount)
    }
    this.grid = new SeatGrid(plan.seats, this.bounds, this.pitch * 4)
    // Until the status is known nothing is offered.
    this.status = new Uint8Array(this.seatCount).fill(SeatStatus.offSale)
    this.choice = new Uint8Array(this.seatCount)
    this.freeInSection = new Uint32Array(plan.sections.length)
    this.freeInCategory = new Uint32Array(plan.categories.length)
  }

  /**
   * Takes the whole status, one byte a seat, whatever its version: a store that lost its memory counts anew. A status of
   * another hall changes nothing and answers false.
   */
  setStatus(status: Uint8Array, areas: Record<string, AreaStock>, version: number): boolean {
    if (status.length !== this.seatCount) return false
    this.version = version
    this.status.set(status)
    this.areaStock.clear()
    for (const [key, stock] of Object.entries(areas)) this.areaStock.set(key, stock)
    this.#count()
    return true
  }

  /** Takes a delta. One that is known already, or that comes before any status, changes nothing and answers false. */
  applyFrame(frame: Frame): boolean {
    if (this.version < 0 || frame.version <= this.version) return false
    this.version = frame.version
    for (const [seat, status] of frame.seats) {
      if (seat < this.seatCount) this.#set(seat, status)
    }
    for (const [key, stock] of Object.entries(frame.areas)) this.areaStock.set(key, stock)
    this.#countCategories()
    return true
  }

  /** Replaces what is chosen. Unknown seats are passed over. */
  setSelection(mine: readonly number[], choosing: readonly number[] = []): void {
    for (const seat of this.chosen) this.choice[seat] = Choice.none
    for (const seat of choosing) if (seat < this.seatCount) this.choice[seat] = Choice.choosing
    for (const seat of mine) if (seat < this.seatCount) this.choice[seat] = Choice.mine
    this.chosen = [...new Set([...choosing, ...mine])].filter(seat => seat < this.seatCount)
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

  #set(seat: number, status: number): void {
    const was = this.status[seat]
    if (was === status) return
    this.status[seat] = status
    const change = (status === SeatStatus.free ? 1 : 0) - (was === SeatStatus.free ? 1 : 0)
    this.freeInSection[this.sectionOf[seat]!]! += change
  }

  #count(): void {
    this.freeInSection.fill(0)
    for (let seat = 0; seat < this.seatCount; seat++) if (this.status[seat] === SeatStatus.free) this.freeInSection[this.sectionOf[seat]!]!++
    this.#countCategories()
  }

  #countCategories(): void {
    this.freeInCategory.fill(0)
    const { category } = this.plan.seats
    for (let seat = 0; seat < this.seatCount; seat++) if (this.status[seat] === SeatStatus.free) this.freeInCategory[category[seat]!]!++
    for (const area of this.plan.areas) this.freeInCategory[area.category]! += this.areaStock.get(area.key)?.free ?? 0
  }
}

function boundsOfPlan(plan: SeatingPlan, sections: SectionFacts[]): Bounds {
  let box = NOWHERE
  for (const section of sections) if (section.seatCount > 0) box = union(box, section.bounds)
  for (const area of plan.areas) box = union(box, boundsOf(area.outline))
  for (const shape of plan.shapes) box = union(box, shape.kind === 'text' ? grow(boundsOf([shape.at]), shape.size) : boundsOf(shape.outline))
  return box.left <= box.right ? box : { left: 0, top: 0, right: plan.width, bottom: plan.height }
}
