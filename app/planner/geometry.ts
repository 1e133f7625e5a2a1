import type { Point } from '#shared/seating/plan.ts'

export interface Box { left: number, top: number, right: number, bottom: number }

/** The box around points; null for none. */
export function boxOf(points: Iterable<Point>): Box | null {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const { x, y } of points) {
    if (x < box.left) box.left = x
    if (x > box.right) box.right = x
    if (y < box.top) box.top = y
    if (y > box.bottom) box.bottom = y
  }
  return box.left === Infinity ? null : box
}

/** The box that two points span, in whatever order they were drawn. */
export function boxBetween(a: Point, b: Point): Box {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) }
}

/** The four corners, clockwise from the top left. */
export function cornersOf({ left, top, right, bottom }: Box): Point[] {
  return [{ x: left, y: top }, { x: right, y: top }, { x: right, y: bottom }, { x: left, y: bottom }]
}

export const middleOf = (box: Box): Point => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 })
export const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
export const isInBox = (box: Box, { x, y }: Point) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom

/** The point turned about another, clockwise in degrees. */
export function turned({ x, y }: Point, about: Point, degrees: number): Point {
  const angle = degrees * Math.PI / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  return { x: about.x + (x - about.x) * cos - (y - about.y) * sin, y: about.y + (x - about.x) * sin + (y - about.y) * cos }
}

/**
 * A point of an arc from one point to another, `t` from 0 to 1 along its length. `bend` is how far the middle of the arc stands from
 * the straight line, to the right of the way (down, for a row drawn from left to right).
 */
export function onArc(from: Point, to: Point, bend: number, t: number): Point {
  const chord = distance(from, to)
  const straight = { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }
  if (chord === 0 || Math.abs(bend) < 0.5) return straight
  const half = 2 * Math.atan(2 * Math.abs(bend) / chord)
  const radius = chord / 2 / Math.sin(half)
  const angle = (2 * t - 1) * half
  const along = radius * Math.sin(angle) + chord / 2
  const aside = Math.sign(bend) * (radius * Math.cos(angle) - radius * Math.cos(half))
  const [ux, uy] = [(to.x - from.x) / chord, (to.y - from.y) / chord]
  return { x: from.x + ux * along - uy * aside, y: from.y + uy * along + ux * aside }
}

/** The length of that arc. */
export function arcLength(from: Point, to: Point, bend: number): number {
  const chord = distance(from, to)
  if (chord === 0 || Math.abs(bend) < 0.5) return chord
  const half = 2 * Math.atan(2 * Math.abs(bend) / chord)
  return chord / Math.sin(half) * half
}

/** How far points are bent: the middle one from the line between the first and the last. */
export function bendOf(points: readonly Point[]): number {
  if (points.length < 3) return 0
  return asideOf(points[0]!, points.at(-1)!, points[points.length >> 1]!)
}

/** How far a point stands to the right of the way from one point to another. */
export function asideOf(from: Point, to: Point, point: Point): number {
  const chord = distance(from, to)
  return chord === 0 ? 0 : ((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)) / chord
}
