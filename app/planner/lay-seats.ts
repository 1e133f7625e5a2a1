import type { Point } from '#shared/seating/plan.ts'
import { arcLength, onArc, turned } from './geometry.ts'

/** Centimetres from seat to seat and from row to row in an ordinary house. */
export const SEAT_PITCH = 55
export const ROW_PITCH = 95

export interface BlockWish {
  /** Where the first row's middle stands. */
  at: Point
  rows: number
  seatsPerRow: number
  seatPitch: number
  rowPitch: number
  /** How far the middle of the first row stands back from its ends; its neighbours lie on arcs about the same centre. */
  bend: number
  /** `same`: as many seats in each row. `fan`: the same number, spread over the same angle. `more`: as many as fit into that angle. */
  growth: 'same' | 'fan' | 'more'
  /** Degrees, clockwise, about the middle of the first row. */
  rotation: number
  /** After how many seats there is an aisle; counted from the left. */
  aislesAfter: readonly number[]
  aisle: number
}

/** Where the seats of a block stand, row by row from the stage, each from left to right. */
export function layBlock(wish: BlockWish): Point[][] {
  const width = widthOf(wish, wish.seatsPerRow)
  const radius = wish.bend === 0 ? Infinity : (width ** 2 / 4 + wish.bend ** 2) / (2 * Math.abs(wish.bend))
  return Array.from({ length: wish.rows }, (_, row) => {
    const depth = row * wish.rowPitch
    // Seen from the centre of the arcs the rows behind are longer; bent the other way they are shorter.
    const stretch = radius === Infinity ? 1 : (radius + Math.sign(wish.bend) * depth) / radius
    const seats = wish.growth === 'more' ? Math.max(1, Math.floor((width * stretch) / wish.seatPitch) + 1) : wish.seatsPerRow
    const spread = wish.growth === 'fan' ? stretch : 1
    return Array.from({ length: seats }, (_, seat) => {
      const off = (offsetOf(wish, seat, seats) - widthOf(wish, seats) / 2) * spread
      const r = radius + Math.sign(wish.bend) * depth
      const flat = radius === Infinity
        ? { x: off, y: depth }
        : { x: r * Math.sin(off / r), y: depth + Math.sign(wish.bend) * (r * Math.cos(off / r) - r) }
      return turned({ x: wish.at.x + flat.x, y: wish.at.y + flat.y }, wish.at, wish.rotation)
    })
  })
}

function offsetOf({ seatPitch, aislesAfter, aisle }: BlockWish, seat: number, seats: number): number {
  return seat * seatPitch + aislesAfter.filter(after => after > 0 && after < seats && seat >= after).length * Math.max(0, aisle - seatPitch)
}

const widthOf = (wish: BlockWish, seats: number) => offsetOf(wish, seats - 1, seats)

/** Seats evenly along a straight or bent line. */
export function layRow(from: Point, to: Point, seats: number, bend = 0): Point[] {
  if (seats === 1) return [onArc(from, to, bend, 0.5)]
  return Array.from({ length: seats }, (_, seat) => onArc(from, to, bend, seat / (seats - 1)))
}

/** How many seats fit on a line. */
export function seatsOn(from: Point, to: Point, pitch: number, bend = 0): number {
  return Math.max(1, Math.round(arcLength(from, to, bend) / pitch) + 1)
}

export interface TableWish { form: 'round' | 'rectangle', at: Point, width: number, height: number, rotation: number, chairs: number }

/** Free space between the edge of a table and the middle of a chair. */
const CHAIR_GAP = 32

/** Where the chairs of a table stand: around a round one from the top clockwise, along the long sides of a rectangular one and then at its ends. */
export function layChairs({ form, at, width, height, rotation, chairs }: TableWish): Point[] {
  const flat = form === 'round' ? chairsAround(chairs, width / 2 + CHAIR_GAP) : chairsAlong(chairs, width, height)
  return flat.map(({ x, y }) => turned({ x: at.x + x, y: at.y + y }, at, rotation))
}

function chairsAround(chairs: number, radius: number): Point[] {
  return Array.from({ length: chairs }, (_, chair) => {
    const angle = (chair / chairs) * 2 * Math.PI - Math.PI / 2
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
  })
}

/** No side gets more than fits at 50 cm each; the ends get what the long sides do not hold. */
function chairsAlong(chairs: number, width: number, height: number): Point[] {
  const perSide = Math.max(1, Math.floor(width / 50))
  const atEnds = Math.max(0, Math.min(2, chairs - 2 * perSide))
  const top = Math.ceil((chairs - atEnds) / 2)
  const side = (count: number, y: number) => Array.from({ length: count }, (_, i) => ({ x: ((i + 0.5) / count - 0.5) * width, y }))
  const ends = [{ x: width / 2 + CHAIR_GAP, y: 0 }, { x: -width / 2 - CHAIR_GAP, y: 0 }].slice(0, atEnds)
  return [...side(top, -height / 2 - CHAIR_GAP), ...ends.slice(0, 1), ...side(chairs - atEnds - top, height / 2 + CHAIR_GAP).reverse(), ...ends.slice(1)]
}
