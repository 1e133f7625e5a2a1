import { orphansOf } from './best-place.ts'
import type { SeatingPlan } from './plan.ts'
import { eachWindow, seatsOf } from './seat-windows.ts'
import { sidesOf, singlesLeft } from './single-seats.ts'

/** Choices that are offered at most. */
const MOST = 3

/**
 * What to offer where the asked seats would leave `singles` alone: the same with the single seats taken too, if that leaves none and
 * is not more than `most` seats, and as many seats side by side nearby as were asked that leave none. The nearest first.
 */
export function fineChoices(plan: SeatingPlan, isFree: (seat: number) => boolean, asked: readonly number[], singles: readonly number[], most: number): number[][] {
  const withSingles = [...asked, ...singles].toSorted((a, b) => a - b)
  const isFine = withSingles.length <= most && singlesLeft(sidesOf(plan, withSingles), isFree).length === 0
  const { x, y } = plan.seats
  const away = (seats: readonly number[]) => seats.reduce((sum, seat, i) => sum + Math.hypot(x[seat]! - x[asked[i]!]!, (y[seat]! - y[asked[i]!]!) * 1.5), 0)
  const windows: { seats: number[], distance: number }[] = []
  eachWindow(plan, isFree, { like: asked[0]!, count: asked.length }, (block, start, end) => {
    if (orphansOf(block, start, end, isFree) > 0) return
    const seats = seatsOf({ block, start, end })
    windows.push({ seats, distance: away(seats) })
  })
  const nearby = windows
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ seats }) => seats)
  return [...isFine ? [withSingles] : [], ...nearby].slice(0, MOST)
}
