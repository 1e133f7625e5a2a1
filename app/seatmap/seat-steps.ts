import type { Point } from '#shared/seating/plan.ts'
import type { SeatMapModel } from './model.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

const VECTORS: Record<Direction, readonly [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/**
 * The seat that an arrow key leads to: the nearest one in that direction on the map, where a step aside counts double,
 * so that a bent row is followed to its end. Looks further and further; -1 where the hall ends.
 */
export function stepFrom(model: SeatMapModel, from: number, direction: Direction): number {
  const { x, y } = model.plan.seats
  const [dx, dy] = VECTORS[direction]
  for (const reach of [3, 8, 24, 80]) {
    let best = -1
    let bestCost = Infinity
    const far = model.pitch * reach
    model.grid.forEachIn({ left: x[from]! - far, right: x[from]! + far, top: y[from]! - far, bottom: y[from]! + far }, (seat) => {
      const along = (x[seat]! - x[from]!) * dx + (y[seat]! - y[from]!) * dy
      const aside = Math.abs((x[seat]! - x[from]!) * dy) + Math.abs((y[seat]! - y[from]!) * dx)
      if (along <= model.pitch * 0.2 || aside > along * 2) return
      const cost = along + aside * 2
      if (cost >= bestCost) return
      best = seat
      bestCost = cost
    })
    if (best >= 0) return best
  }
  return -1
}

/** Where the keyboard is: on a section while the hall is seen from far out, on a seat when seats can be told apart. */
export type Stand = { kind: 'section', section: number } | { kind: 'seat', seat: number }

/**
 * Where an arrow key leads. Coming from nowhere, or from the other kind of place, it first sets foot next to `middle` or where it
 * was. Null: there is nothing that way, or nothing at all.
 */
export function nextStand(model: SeatMapModel, from: Stand | null, direction: Direction, isFarOut: boolean, middle: Point): Stand | null {
  if (isFarOut) {
    if (from?.kind !== 'section') return sectionStand(from ? model.sectionOf[from.seat]! : nearestSection(model, middle))
    return sectionStand(stepFromSection(model, from.section, direction))
  }
  if (from === null) return seatStand(model.grid.nearest(middle.x, middle.y, Infinity))
  return seatStand(from.kind === 'section' ? seatToEnter(model, from.section) : stepFrom(model, from.seat, direction))
}

/** The seat of a section that one looks at first: open, and matching the filter, as near to the middle as can be; any seat where none is. */
export function seatToEnter(model: SeatMapModel, section: number): number {
  const { x, y } = model.plan.seats
  const { anchor } = model.sections[section]!
  let best = -1
  let bestCost = Infinity
  for (const row of model.rowsIn[section]!) {
    const { firstSeat, seatCount } = model.plan.rows[row]!
    for (let seat = firstSeat; seat < firstSeat + seatCount; seat++) {
      const cost = Math.hypot(x[seat]! - anchor.x, y[seat]! - anchor.y) + (model.isOpen(seat) && model.isMatch(seat) ? 0 : 1e9)
      if (cost >= bestCost) continue
      best = seat
      bestCost = cost
    }
  }
  return best
}

function stepFromSection(model: SeatMapModel, from: number, direction: Direction): number {
  const [dx, dy] = VECTORS[direction]
  const here = model.sections[from]!.anchor
  return cheapest(model, ({ x, y }, section) => {
    const along = (x - here.x) * dx + (y - here.y) * dy
    const aside = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx)
    return section === from || along <= 0 || aside > along * 2 ? Infinity : along + aside * 2
  })
}

const nearestSection = (model: SeatMapModel, to: Point) => cheapest(model, ({ x, y }) => Math.hypot(x - to.x, y - to.y))

/** The section with seats that costs least; -1 where every one costs `Infinity`. */
function cheapest(model: SeatMapModel, costOf: (anchor: Point, section: number) => number): number {
  let best = -1
  let bestCost = Infinity
  model.sections.forEach(({ anchor, seatCount }, section) => {
    const cost = seatCount === 0 ? Infinity : costOf(anchor, section)
    if (cost >= bestCost) return
    best = section
    bestCost = cost
  })
  return best
}

const sectionStand = (section: number): Stand | null => section < 0 ? null : { kind: 'section', section }
const seatStand = (seat: number): Stand | null => seat < 0 ? null : { kind: 'seat', seat }
