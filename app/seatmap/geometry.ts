import type { Point } from '#shared/seating/plan.ts'

/** An upright box in plan units. */
export interface Bounds { left: number, top: number, right: number, bottom: number }

export const NOWHERE: Bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }

/** The smallest box around the points; `NOWHERE` for none. */
export function boundsOf(points: Iterable<Point>): Bounds {
  let { left, top, right, bottom } = NOWHERE
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { left, top, right, bottom }
}

/** The smallest box around both boxes. */
export function union(a: Bounds, b: Bounds): Bounds {
  return { left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) }
}

/** The box with `by` more on every side. */
export function grow(box: Bounds, by: number): Bounds {
  return { left: box.left - by, top: box.top - by, right: box.right + by, bottom: box.bottom + by }
}

export function overlaps(a: Bounds, b: Bounds): boolean {
  return a.left <= b.right && a.right >= b.left && a.top <= b.bottom && a.bottom >= b.top
}

export function centreOf(box: Bounds): Point {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
}

/** Whether the point lies in the polygon (even-odd rule). */
export function isInside(outline: readonly Point[], x: number, y: number): boolean {
  let inside = false
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const a = outline[i]!
    const b = outline[j]!
    if ((a.y > y) !== (b.y > y) && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
  }
  return inside
}

/** Centre of mass of a polygon; the mean of its points where it has no area. */
export function centroidOf(outline: readonly Point[]): Point {
  let area = 0
  let x = 0
  let y = 0
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const a = outline[j]!
    const b = outline[i]!
    const cross = a.x * b.y - b.x * a.y
    area += cross
    x += (a.x + b.x) * cross
    y += (a.y + b.y) * cross
  }
  if (Math.abs(area) < 1e-6) return centreOf(boundsOf(outline))
  return { x: x / (3 * area), y: y / (3 * area) }
}

/** The smallest convex polygon around the points (Andrew's monotone chain); the points themselves where they are fewer than three. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  if (sorted.length < 3) return sorted
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = []
    for (const point of list) {
      while (chain.length >= 2 && turn(chain[chain.length - 2]!, chain[chain.length - 1]!, point) <= 0) chain.pop()
      chain.push(point)
    }
    chain.pop()
    return chain
  }
  return [...half(sorted), ...half(sorted.reverse())]
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/** A place for words in a polygon: the centroid where it has room about it, else the sampled point furthest from all edges. */
export function innerPoint(outline: readonly Point[]): Point {
  const STEPS = 14
  const box = boundsOf(outline)
  const centroid = centroidOf(outline)
  let best = centroid
  // The centroid is what the eye expects: another point must be clearly better.
  let bestRoom = isInside(outline, centroid.x, centroid.y) ? edgeDistance(outline, centroid) * 1.5 : -1
  for (let i = 1; i < STEPS; i++) {
    for (let j = 1; j < STEPS; j++) {
      const point = { x: box.left + (box.right - box.left) * i / STEPS, y: box.top + (box.bottom - box.top) * j / STEPS }
      if (!isInside(outline, point.x, point.y)) continue
      // Where several are as good, the one nearest to the centroid.
      const room = edgeDistance(outline, point) - Math.hypot(point.x - centroid.x, point.y - centroid.y) * 0.01
      if (room <= bestRoom) continue
      best = point
      bestRoom = room
    }
  }
  return best
}

function edgeDistance(outline: readonly Point[], { x, y }: Point): number {
  let nearest = Infinity
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const a = outline[j]!
    const b = outline[i]!
    const dx = b.x - a.x
    const dy = b.y - a.y
    const along = dx === 0 && dy === 0 ? 0 : Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy), 0), 1)
    nearest = Math.min(nearest, Math.hypot(a.x + along * dx - x, a.y + along * dy - y))
  }
  return nearest
}

/**
 * How wide a box of this height may be so that it lies in the polygon with its middle on `at`: the least room to either
 * side at its top, middle and bottom, twice. 0 where the middle is outside.
 */
export function widthAround(outline: readonly Point[], at: Point, height: number): number {
  let half = Infinity
  for (const y of [at.y - height / 2, at.y, at.y + height / 2]) {
    if (!isInside(outline, at.x, y)) return 0
    for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      const a = outline[i]!
      const b = outline[j]!
      if ((a.y > y) === (b.y > y)) continue
      half = Math.min(half, Math.abs(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x - at.x))
    }
  }
  return half * 2
}

/** The middle value; 0 for none. */
export function median(values: readonly number[]): number {
  // Typed arrays sort numbers as numbers, and many times faster.
  return Float64Array.from(values).sort()[values.length >> 1] ?? 0
}
