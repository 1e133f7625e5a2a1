import type { SeatingPlan } from './plan.ts'

/** How much a seat at a right angle to the middle of the house counts as farther away. */
const SIDE_VIEW = 0.8

const known = new WeakMap<SeatingPlan, Float64Array>()

/**
 * How far each seat is from where the audience looks, in plan units; lower is better. Distance counts more the farther a seat
 * is off the axis from the focal point through the middle of the audience. In a house in the round there is no such axis, and
 * the more an audience surrounds its focal point the less the angle counts.
 */
export function seatRanking(plan: SeatingPlan): Float64Array {
  let found = known.get(plan)
  if (!found) known.set(plan, found = rankSeats(plan))
  return found
}

function rankSeats(plan: SeatingPlan): Float64Array {
  const { x, y } = plan.seats
  const distances = Float64Array.from(x, (_, seat) => Math.hypot(x[seat]! - plan.focal.x, y[seat]! - plan.focal.y))
  const axis = {
    x: x.reduce((sum, value) => sum + value - plan.focal.x, 0) / (x.length || 1),
    y: y.reduce((sum, value) => sum + value - plan.focal.y, 0) / (y.length || 1)
  }
  const offCentre = Math.hypot(axis.x, axis.y)
  const meanDistance = distances.reduce((sum, distance) => sum + distance, 0) / (x.length || 1)
  if (offCentre === 0) return distances
  const weight = SIDE_VIEW * offCentre / meanDistance
  return distances.map((distance, seat) => {
    if (distance === 0) return 0
    const cosine = ((x[seat]! - plan.focal.x) * axis.x + (y[seat]! - plan.focal.y) * axis.y) / (distance * offCentre)
    return distance * (1 + weight * (1 - cosine))
  })
}
