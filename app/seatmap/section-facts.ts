import type { PlanRow, Point, SeatingPlan } from '#shared/seating/plan.ts'
import { type Bounds, boundsOf, convexHull, grow, innerPoint, median, union } from './geometry.ts'

/** What the renderer works out about a section once. */
export interface SectionFacts {
  /** Around the seats and the outline. */
  bounds: Bounds
  /** Where the name stands: inside the outline, or in the middle of the seats (on the nearest one where the middle is empty, as in a horseshoe). */
  anchor: Point
  /** The outline of the plan, or the hull of the seats where it has none. */
  outline: Point[]
  /** The long way through it: for a number that has no room upright. The outline is turned back by the angle (radians) about the anchor. */
  turned: { angle: number, outline: Point[] }
  /** Distance between rows, plan units. */
  rowSpacing: number
  seatCount: number
  /** Indexes of the categories in it, the most frequent first. */
  categories: number[]
  /** The rows as bands, a list per category: together they fill the section, however it is bent. */
  ribbons: Ribbon[]
}

export interface Ribbon { category: number, strips: Point[][] }

/** Distance between neighbours in a row: the middle one over the whole plan; 50 where no row has two seats. */
export function seatPitch(plan: SeatingPlan): number {
  const distances: number[] = []
  for (const row of plan.rows) {
    for (let seat = row.firstSeat + 1; seat < row.firstSeat + row.seatCount; seat += 3) distances.push(distance(plan, seat - 1, seat))
  }
  return median(distances) || 50
}

/** Facts of every section, in the order of the plan. */
export function sectionFacts(plan: SeatingPlan, pitch: number): SectionFacts[] {
  const rowsOf: PlanRow[][] = plan.sections.map(() => [])
  for (const row of plan.rows) rowsOf[row.section]!.push(row)
  return plan.sections.map((section, index) => factsOf(plan, rowsOf[index]!, section.outline, pitch))
}

function factsOf(plan: SeatingPlan, rows: PlanRow[], outline: Point[] | undefined, pitch: number): SectionFacts {
  const points = pointsOf(plan, rows)
  const seatBox = grow(boundsOf(points.length > 0 ? points : outline ?? [{ x: 0, y: 0 }]), pitch * 0.6)
  // Rows that lie far apart (boxes) are bands of their own.
  const rowSpacing = Math.min(spacingOf(plan, rows) || pitch * 1.4, pitch * 2)
  const anchor = outline ? innerPoint(outline) : anchorOf(points, seatBox, rowSpacing)
  const ribbons = ribbonsOf(plan, rows, pitch)
  // The bends of the rows are enough for a hull: what lies between them on a line does not widen it.
  const around = outline ?? convexHull(ribbons.flatMap(ribbon => ribbon.strips.flat()).flatMap(p => corners(p, pitch * 0.6)))
  const angle = longWay(points)
  return {
    bounds: outline ? union(seatBox, boundsOf(outline)) : seatBox,
    anchor,
    outline: around,
    turned: { angle, outline: turnedAbout(around, anchor, -angle) },
    rowSpacing,
    seatCount: points.length,
    categories: byFrequency(plan, rows),
    ribbons
  }
}

function spacingOf(plan: SeatingPlan, rows: PlanRow[]): number {
  const distances: number[] = []
  for (let i = 1; i < rows.length; i++) {
    const from = rows[i - 1]!.firstSeat + (rows[i - 1]!.seatCount >> 1)
    let nearest = Infinity
    for (let seat = rows[i]!.firstSeat; seat < rows[i]!.firstSeat + rows[i]!.seatCount; seat++) nearest = Math.min(nearest, distance(plan, from, seat))
    if (nearest < Infinity) distances.push(nearest)
  }
  return median(distances)
}

function anchorOf(points: Point[], box: Bounds, rowSpacing: number): Point {
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
  if (points.length === 0) return middle
  const mean = { x: points.reduce((sum, p) => sum + p.x, 0) / points.length, y: points.reduce((sum, p) => sum + p.y, 0) / points.length }
  const nearest = points.reduce((best, p) => (square(p, mean) < square(best, mean) ? p : best))
  return square(nearest, mean) < (rowSpacing * 1.5) ** 2 ? mean : nearest
}

/** Direction of the longest extent of some points, from above -90 to 90 degrees, in radians (the main axis of their covariance). */
function longWay(points: Point[]): number {
  const middle = { x: points.reduce((sum, p) => sum + p.x, 0) / points.length, y: points.reduce((sum, p) => sum + p.y, 0) / points.length }
  let [xx, yy, xy] = [0, 0, 0]
  for (const { x, y } of points) {
    xx += (x - middle.x) ** 2
    yy += (y - middle.y) ** 2
    xy += (x - middle.x) * (y - middle.y)
  }
  return points.length === 0 ? 0 : Math.atan2(2 * xy, xx - yy) / 2
}

function turnedAbout(outline: Point[], { x: cx, y: cy }: Point, angle: number): Point[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return outline.map(({ x, y }) => ({ x: cx + (x - cx) * cos - (y - cy) * sin, y: cy + (x - cx) * sin + (y - cy) * cos }))
}

function byFrequency(plan: SeatingPlan, rows: PlanRow[]): number[] {
  const counts = new Uint32Array(plan.categories.length)
  for (const { firstSeat, seatCount } of rows) {
    for (let seat = firstSeat; seat < firstSeat + seatCount; seat++) counts[plan.seats.category[seat]!]!++
  }
  return [...counts.keys()].filter(category => counts[category]! > 0).sort((a, b) => counts[b]! - counts[a]!)
}

function pointsOf(plan: SeatingPlan, rows: PlanRow[]): Point[] {
  const points: Point[] = []
  for (const { firstSeat, seatCount } of rows) {
    for (let seat = firstSeat; seat < firstSeat + seatCount; seat++) points.push(pointOf(plan, seat))
  }
  return points
}

function ribbonsOf(plan: SeatingPlan, rows: PlanRow[], pitch: number): Ribbon[] {
  const strips = new Map<number, Point[][]>()
  const roundTables = new Set(plan.tables?.filter(table => table.form === 'round').map(table => plan.rows[table.row]!))
  for (const row of rows) {
    if (roundTables.has(row)) {
      addTo(strips, plan.seats.category[row.firstSeat]!, ringOf(plan, row))
      continue
    }
    let start = row.firstSeat
    const end = row.firstSeat + row.seatCount
    for (let seat = row.firstSeat; seat < end; seat++) {
      const isLast = seat + 1 === end
      // An aisle or another price ends the band.
      if (!isLast && plan.seats.category[seat] === plan.seats.category[seat + 1] && distance(plan, seat, seat + 1) < pitch * 1.9) continue
      const category = plan.seats.category[start]!
      addTo(strips, category, stripOf(plan, start, seat, pitch))
      start = seat + 1
    }
  }
  return [...strips].map(([category, list]) => ({ category, strips: list }))
}

function addTo(strips: Map<number, Point[][]>, category: number, strip: Point[]): void {
  if (!strips.has(category)) strips.set(category, [])
  strips.get(category)!.push(strip)
}

/** Around a table: through its chairs to the second one again, so that the band closes without a notch. */
function ringOf(plan: SeatingPlan, { firstSeat, seatCount }: PlanRow): Point[] {
  return Array.from({ length: seatCount + 2 }, (_, chair) => pointOf(plan, firstSeat + chair % seatCount))
}

/** The line through the seats, without the points that do not bend it, half a seat longer at both ends. */
function stripOf(plan: SeatingPlan, first: number, last: number, pitch: number): Point[] {
  const points: Point[] = []
  let heading = Number.NaN
  for (let seat = first; seat <= last; seat++) {
    const here = pointOf(plan, seat)
    const next = seat < last ? Math.atan2(plan.seats.y[seat + 1]! - here.y, plan.seats.x[seat + 1]! - here.x) : Number.NaN
    const isBend = Number.isNaN(heading) || Number.isNaN(next) || Math.abs(Math.sin(next - heading)) > 0.05
    if (!isBend) continue
    points.push(here)
    heading = next
  }
  if (points.length === 1) points.push({ ...points[0]! })
  const ends = [extended(points[1]!, points[0]!, pitch / 2), extended(points[points.length - 2]!, points[points.length - 1]!, pitch / 2, 1)]
  points[0] = ends[0]!
  points[points.length - 1] = ends[1]!
  return points
}

/** The point `to`, further away from `from` by `by`; along the row's usual direction (`side`) where both are one. */
function extended(from: Point, to: Point, by: number, side = -1): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length < 1e-6) return { x: to.x + by * side, y: to.y }
  return { x: to.x + ((to.x - from.x) / length) * by, y: to.y + ((to.y - from.y) / length) * by }
}

function pointOf(plan: SeatingPlan, seat: number): Point {
  return { x: plan.seats.x[seat]!, y: plan.seats.y[seat]! }
}

function corners({ x, y }: Point, by: number): Point[] {
  return [{ x: x - by, y: y - by }, { x: x + by, y: y - by }, { x: x - by, y: y + by }, { x: x + by, y: y + by }]
}

function distance(plan: SeatingPlan, a: number, b: number): number {
  return Math.hypot(plan.seats.x[a]! - plan.seats.x[b]!, plan.seats.y[a]! - plan.seats.y[b]!)
}

function square(a: Point, b: Point): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2
}
