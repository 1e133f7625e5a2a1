import { type PlanRow, rowsSoldWhole, type SeatingPlan } from './plan.ts'

/**
 * Who sits beside whom: every row cut at its aisles into blocks. Seats of a block stand shoulder to shoulder,
 * in the order in which one walks along the row. A table that is sold whole is one block, however its chairs stand.
 */
export interface SeatBlocks {
  blocks: Int32Array[]
  /** Of each seat: its block, and its position in it. */
  blockOf: Int32Array
  positionOf: Int32Array
  /** Usual distance of neighbours in plan units. */
  pitch: number
}

/** A gap wider than this many usual distances is an aisle. */
const AISLE = 1.6
/** Rows of armchairs may be this much wider than the rest of the hall; what is wider still is a gap and not a neighbour. */
const WIDEST_ROW = 1.5

const known = new WeakMap<SeatingPlan, SeatBlocks>()

/** The blocks of the plan, worked out once for each plan. */
export function seatBlocks(plan: SeatingPlan): SeatBlocks {
  let found = known.get(plan)
  if (!found) known.set(plan, found = findBlocks(plan))
  return found
}

/** The seats directly beside this one in its row, without an aisle between: none, one or two. */
export function neighboursOf(plan: SeatingPlan, seat: number): number[] {
  const { blocks, blockOf, positionOf } = seatBlocks(plan)
  const block = blocks[blockOf[seat]!]!
  const position = positionOf[seat]!
  return [block[position - 1], block[position + 1]].filter(neighbour => neighbour !== undefined)
}

function findBlocks(plan: SeatingPlan): SeatBlocks {
  const orders = plan.rows.map(row => walkingOrder(plan, row))
  const stepsOfRows = orders.map(order => stepsAlong(plan, order))
  const pitch = median(joined(stepsOfRows)) ?? 50
  const whole = rowsSoldWhole(plan)
  const blocks: Int32Array[] = []
  const blockOf = new Int32Array(plan.seats.label.length)
  const positionOf = new Int32Array(plan.seats.label.length)
  orders.forEach((order, r) => {
    const steps = stepsOfRows[r]!
    const aisle = whole.has(r) ? Infinity : AISLE * Math.min(median(steps) ?? pitch, WIDEST_ROW * pitch)
    let start = 0
    for (let i = 1; i <= order.length; i++) {
      if (i < order.length && steps[i - 1]! <= aisle) continue
      const block = order.subarray(start, i)
      block.forEach((seat, position) => {
        blockOf[seat] = blocks.length
        positionOf[seat] = position
      })
      blocks.push(block)
      start = i
    }
  })
  return { blocks, blockOf, positionOf, pitch }
}

/**
 * The seats of a row from one end to the other. Plans list them so, as a rule, and a curved row needs that order; but some
 * list odd seats before even ones or join two halves, and there the order along the row's direction is the shorter walk.
 */
function walkingOrder(plan: SeatingPlan, row: PlanRow): Int32Array {
  const listed = Int32Array.from({ length: row.seatCount }, (_, i) => row.firstSeat + i)
  const { x, y } = plan.seats
  const middleX = listed.reduce((total, seat) => total + x[seat]!, 0) / row.seatCount
  const middleY = listed.reduce((total, seat) => total + y[seat]!, 0) / row.seatCount
  let [xx, xy, yy] = [0, 0, 0]
  for (const seat of listed) {
    const [dx, dy] = [x[seat]! - middleX, y[seat]! - middleY]
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  // Direction of the widest spread: the first principal axis of the seats.
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  const along = Float64Array.from(listed, seat => x[seat]! * cosine + y[seat]! * sine)
  if (isOneWay(along)) return listed
  const sorted = listed.slice().sort((a, b) => along[a - row.firstSeat]! - along[b - row.firstSeat]! || a - b)
  return sum(stepsAlong(plan, sorted)) < sum(stepsAlong(plan, listed)) * 0.999 ? sorted : listed
}

/** Whether the values only rise or only fall. */
function isOneWay(values: Float64Array): boolean {
  const direction = Math.sign(values.at(-1)! - values[0]!)
  return values.every((value, i) => i === 0 || Math.sign(value - values[i - 1]!) === direction)
}

function stepsAlong(plan: SeatingPlan, order: Int32Array): Float64Array {
  const { x, y } = plan.seats
  const steps = new Float64Array(Math.max(order.length - 1, 0))
  for (let i = 0; i < steps.length; i++) steps[i] = Math.hypot(x[order[i + 1]!]! - x[order[i]!]!, y[order[i + 1]!]! - y[order[i]!]!)
  return steps
}

function joined(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((length, list) => length + list.length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  return all
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}

function median(values: Float64Array): number | undefined {
  return values.slice().sort()[values.length >> 1]
}
