import type { Point } from '#shared/seating/plan.ts'
import { type Drawing, type ItemId, seatsIn } from '../document.ts'
import { distance } from '../geometry.ts'
import { itemUnder, SEAT_REACH } from '../pick.ts'
import { paintCategory, paintFlag } from '../sections.ts'
import type { Bench, Tool } from './tool.ts'

/** Paints the seats that it passes: their category, or one flag, which it takes away where the first seat has it. One stroke is one step. */
export function brushTool(bench: Bench): Tool {
  const { planner } = bench
  let painted: Set<ItemId> | null = null
  let sets = true
  let last: Point | null = null
  let result: Drawing | null = null

  function dab(at: Point): void {
    if (!painted) return
    for (const id of passed(planner.drawing, last ?? at, at)) painted.add(id)
    last = at
    const { brush, category } = bench.settings()
    result = brush === 'category' ? paintCategory(planner.drawing, painted, category) : paintFlag(planner.drawing, painted, brush, sets)
    bench.show({}, result)
  }

  return {
    cursor: 'cell',
    down(at) {
      painted = new Set()
      last = null
      const { brush } = bench.settings()
      const first = itemUnder(planner.drawing, at)
      const seat = first === null ? undefined : [...seatsIn(planner.drawing)].find(one => one.seat.id === first)?.seat
      sets = brush === 'category' || !seat || (seat.flags & brush) === 0
      if (first !== null) painted.add(first)
      dab(at)
    },
    move: dab,
    up() {
      const next = result
      painted = last = result = null
      bench.show(null, null)
      if (next) planner.act(() => next)
    },
    cancel() {
      if (!painted) return bench.done()
      painted = last = result = null
      bench.show(null, null)
    }
  }
}

/** The seats along the way from one point to another: a quick stroke leaves none out. */
function passed(drawing: Drawing, from: Point, to: Point): ItemId[] {
  const length = distance(from, to)
  const found: ItemId[] = []
  for (const { seat } of seatsIn(drawing)) {
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((seat.x - from.x) * (to.x - from.x) + (seat.y - from.y) * (to.y - from.y)) / length ** 2))
    if (distance(seat, { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }) <= SEAT_REACH) found.push(seat.id)
  }
  return found
}
