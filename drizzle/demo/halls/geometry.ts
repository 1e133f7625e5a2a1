import type { Point } from '#shared/seating/plan.ts'

/**
 * How rows lie in space. Lengths in centimetres, x to the right, y downwards, the stage at the top.
 * A hall is either curved around a point (theatre) or laid along a path (boxes, bowls).
 */

/** A straight row of `count` seats whose middle is at `x`. */
export function straightRow(row: { x: number, y: number, count: number, pitch: number }): Point[] {
  return Array.from({ length: row.count }, (_, seat) => ({ x: row.x + (seat - (row.count - 1) / 2) * row.pitch, y: row.y }))
}

/**
 * A row on a circle around `centre`, below it. `start` is where the first seat lies, measured along the row from the
 * middle axis (negative: to the left), so that blocks and aisles are widths and not angles.
 */
export function curvedRow(row: { centre: Point, radius: number, start: number, count: number, pitch: number }): Point[] {
  return Array.from({ length: row.count }, (_, seat) => {
    const angle = (row.start + seat * row.pitch) / row.radius
    return { x: row.centre.x + row.radius * Math.sin(angle), y: row.centre.y + row.radius * Math.cos(angle) }
  })
}

/** A piece of a path; `outward` is where rows behind it lie. Arcs run clockwise on the screen. */
type Segment =
  | { kind: 'line', start: Point, direction: Point, outward: Point, length: number }
  | { kind: 'arc', centre: Point, radius: number, from: number, sweep: number }

/** The front edge of a tier. A place on it is its distance from the start of the path; rows lie at offsets behind it. */
export type TierPath = Segment[]

/** A rounded rectangle around (0, 0), clockwise from the middle of its top side: the edge of a floor or a pitch. */
export function bowlPath(size: { halfWidth: number, halfHeight: number, corner: number }): TierPath {
  const { halfWidth: a, halfHeight: b, corner: c } = size
  const line = (x: number, y: number, dx: number, dy: number, length: number): Segment =>
    ({ kind: 'line', start: { x, y }, direction: { x: dx, y: dy }, outward: { x: dy, y: -dx }, length })
  const arc = (x: number, y: number, from: number): Segment => ({ kind: 'arc', centre: { x, y }, radius: c, from, sweep: Math.PI / 2 })
  return [
    line(0, -b, 1, 0, a - c), arc(a - c, -(b - c), -Math.PI / 2),
    line(a, -(b - c), 0, 1, 2 * (b - c)), arc(a - c, b - c, 0),
    line(a - c, b, -1, 0, 2 * (a - c)), arc(-(a - c), b - c, Math.PI / 2),
    line(-a, b - c, 0, -1, 2 * (b - c)), arc(-(a - c), -(b - c), Math.PI),
    line(-(a - c), -b, 1, 0, a - c)
  ]
}

/** A horseshoe open to the top: down the right side, round the back, up the left side. */
export function horseshoePath(size: { radius: number, side: number, top: number }): TierPath {
  const { radius, side, top } = size
  return [
    { kind: 'line', start: { x: radius, y: top }, direction: { x: 0, y: 1 }, outward: { x: 1, y: 0 }, length: side },
    { kind: 'arc', centre: { x: 0, y: top + side }, radius, from: 0, sweep: Math.PI },
    { kind: 'line', start: { x: -radius, y: top + side }, direction: { x: 0, y: -1 }, outward: { x: -1, y: 0 }, length: side }
  ]
}

/** Length of the whole path, measured `offset` behind its front edge. */
export function pathLength(path: TierPath, offset = 0): number {
  return path.reduce((sum, segment) => sum + segmentLength(segment, offset), 0)
}

/** Places that cut the stretch `from`..`to` into `parts` blocks of equal width, measured `offset` behind the front edge. */
export function cutPath(path: TierPath, from: number, to: number, parts: number, offset: number): number[] {
  const first = behind(path, from, offset)
  const last = behind(path, to, offset)
  return Array.from({ length: parts + 1 }, (_, part) => inFront(path, first + (last - first) * part / parts, offset))
}

/** The row `offset` behind the stretch `from`..`to`: as many seats as fit beside half an aisle at each end. */
export function pathRow(path: TierPath, row: { from: number, to: number, offset: number, pitch: number, aisle: number }): Point[] {
  const start = behind(path, row.from, row.offset)
  const length = behind(path, row.to, row.offset) - start
  const count = Math.max(0, Math.floor((length - row.aisle) / row.pitch + 1e-6))
  const first = start + (length - (count - 1) * row.pitch) / 2
  return Array.from({ length: count }, (_, seat) => pointBehind(path, inFront(path, first + seat * row.pitch, row.offset), row.offset))
}

/** The polygon between two offsets of a stretch: the outline of a block. */
export function pathBand(path: TierPath, band: { from: number, to: number, inner: number, outer: number, aisle: number }): Point[] {
  const steps = Math.max(4, Math.ceil((behind(path, band.to, band.inner) - behind(path, band.from, band.inner)) / 250))
  const edge = (offset: number) => {
    const start = behind(path, band.from, offset) + band.aisle / 2
    const end = behind(path, band.to, offset) - band.aisle / 2
    return Array.from({ length: steps + 1 }, (_, step) => pointBehind(path, inFront(path, start + (end - start) * step / steps, offset), offset))
  }
  return [...edge(band.inner), ...edge(band.outer).reverse()]
}

/** The point `offset` behind the place `at` of the path. */
export function pointBehind(path: TierPath, at: number, offset: number): Point {
  let rest = at
  for (const [index, segment] of path.entries()) {
    const length = segmentLength(segment, 0)
    if (rest <= length || index === path.length - 1) {
      if (segment.kind === 'line') {
        return {
          x: segment.start.x + segment.direction.x * rest + segment.outward.x * offset,
          y: segment.start.y + segment.direction.y * rest + segment.outward.y * offset
        }
      }
      const angle = segment.from + rest / segment.radius
      return { x: segment.centre.x + (segment.radius + offset) * Math.cos(angle), y: segment.centre.y + (segment.radius + offset) * Math.sin(angle) }
    }
    rest -= length
  }
  throw new RangeError('a path has at least one segment')
}

/**
 * The outline of rows that lie one behind the other, `margin` around the seats: along the front row, up one side,
 * along the back row, down the other side.
 */
export function outlineOfRows(rows: Point[][], margin: number): Point[] {
  const front = rows[0]!
  const back = rows.at(-1)!
  const depth = unit({ x: middle(back).x - middle(front).x, y: middle(back).y - middle(front).y }) ?? { x: 0, y: 1 }
  const ends = rows.map(row => ({ left: sideways(row, -1, depth, margin), right: sideways(row, 1, depth, margin) }))
  const shift = (points: Point[], by: number) => points.map(p => ({ x: p.x + depth.x * by, y: p.y + depth.y * by }))
  const bow = (row: Point[]) => row.filter((_, seat) => seat > 0 && seat < row.length - 1 && seat % 3 === 0)
  return [
    ...shift([ends[0]!.left, ...bow(front), ends[0]!.right], -margin),
    ...ends.map(end => end.right),
    ...shift([ends.at(-1)!.right, ...bow(back).reverse(), ends.at(-1)!.left], margin),
    ...ends.map(end => end.left).reverse()
  ]
}

function sideways(row: Point[], side: -1 | 1, depth: Point, margin: number): Point {
  const end = side < 0 ? row[0]! : row.at(-1)!
  const inner = side < 0 ? row[1] : row.at(-2)
  const along = (inner && unit({ x: end.x - inner.x, y: end.y - inner.y })) ?? { x: depth.y * side, y: -depth.x * side }
  return { x: end.x + along.x * margin, y: end.y + along.y * margin }
}

const middle = (row: Point[]): Point => ({ x: (row[0]!.x + row.at(-1)!.x) / 2, y: (row[0]!.y + row.at(-1)!.y) / 2 })

function unit(vector: Point): Point | undefined {
  const length = Math.hypot(vector.x, vector.y)
  return length === 0 ? undefined : { x: vector.x / length, y: vector.y / length }
}

const segmentLength = (segment: Segment, offset: number) => segment.kind === 'line' ? segment.length : (segment.radius + offset) * segment.sweep

/** Distance along the path `offset` behind the front edge, at the place `at` of the front edge. */
function behind(path: TierPath, at: number, offset: number): number {
  let rest = at
  let sum = 0
  for (const segment of path) {
    const length = segmentLength(segment, 0)
    const part = Math.min(Math.max(rest / length, 0), 1)
    sum += part * segmentLength(segment, offset)
    rest -= length
    if (rest <= 0) break
  }
  return sum
}

/** The reverse of `behind`. */
function inFront(path: TierPath, distance: number, offset: number): number {
  let rest = distance
  let sum = 0
  for (const segment of path) {
    const length = segmentLength(segment, offset)
    sum += Math.min(Math.max(rest / length, 0), 1) * segmentLength(segment, 0)
    rest -= length
    if (rest <= 0) break
  }
  return sum
}
