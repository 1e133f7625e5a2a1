import type { Point, SeatingPlan } from './plan.ts'

/** How much a seat at a right angle to the middle of the house counts as farther away. */
const SIDE_VIEW = 0.8
/** A screen fills the view from the front rows; this far back is where its makers sit. */
const SCREEN_DEPTH = 0.6

const known = new WeakMap<SeatingPlan, Float64Array>()

/**
 * How far each seat is from where the audience looks, in plan units; lower is better. Distance counts more the farther a seat
 * is off the axis from the focal point through the middle of the audience. In a house in the round there is no such axis, and
 * the more an audience surrounds its focal point the less the angle counts. In front of a screen the best place is not the
 * nearest: there it is the distance to the sweet spot.
 */
export function seatRanking(plan: SeatingPlan): Float64Array {
  let found = known.get(plan)
  if (!found) known.set(plan, found = rankSeats(plan))
  return found
}

function rankSeats(plan: SeatingPlan): Float64Array {
  const { x, y } = plan.seats
  const { focal } = plan
  const axis = { x: mean(x) - focal.x, y: mean(y) - focal.y }
  const offCentre = Math.hypot(axis.x, axis.y)
  const distances = distancesFrom(plan, focal)
  if (offCentre === 0) return distances
  if (plan.shapes.some(shape => shape.kind === 'screen')) return distancesFrom(plan, sweetSpot(plan, axis, offCentre))
  const weight = SIDE_VIEW * offCentre / mean(distances)
  return distances.map((distance, seat) => {
    if (distance === 0) return 0
    const cosine = ((x[seat]! - focal.x) * axis.x + (y[seat]! - focal.y) * axis.y) / (distance * offCentre)
    return distance * (1 + weight * (1 - cosine))
  })
}

/** In front of a screen: on the axis, well behind the front row. */
function sweetSpot(plan: SeatingPlan, axis: Point, length: number): Point {
  const { focal, seats } = plan
  const depths = Float64Array.from(seats.x, (x, seat) => ((x - focal.x) * axis.x + (seats.y[seat]! - focal.y) * axis.y) / length).sort()
  const depth = depths[0]! + SCREEN_DEPTH * (depths.at(-1)! - depths[0]!)
  return { x: focal.x + axis.x / length * depth, y: focal.y + axis.y / length * depth }
}

function distancesFrom({ seats }: SeatingPlan, point: Point): Float64Array {
  return Float64Array.from(seats.x, (x, seat) => Math.hypot(x - point.x, seats.y[seat]! - point.y))
}

function mean(values: Int32Array | Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / (values.length || 1)
}
