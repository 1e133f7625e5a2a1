import { seatId, type SeatingPlan } from './plan.ts'

/** What of one plan is different in another, by the public names of seats. */
export interface PlanDifference {
  added: string[]
  removed: string[]
  /** Stands elsewhere, seen from the seats that both plans have. */
  moved: string[]
  recategorised: string[]
  reflagged: string[]
  /** Standing areas by key: persons before and after; 0 where there was or is none. */
  areas: { key: string, before: number, after: number }[]
}

/** Nearer than this many centimetres is rounding. */
const SAME_SPOT = 10

/** Compares two plans seat by seat. A plan that was only framed anew has no moved seat: the whole hall is laid over the other first. */
export function planDifference(before: SeatingPlan, after: SeatingPlan): PlanDifference {
  const old = seatsByName(before)
  const now = seatsByName(after)
  const kept = [...now.keys()].filter(name => old.has(name))
  const [dx, dy] = shiftBetween(before, after, kept.map(name => [old.get(name)!, now.get(name)!]))
  const isMoved = (name: string) => {
    const [a, b] = [old.get(name)!, now.get(name)!]
    return Math.hypot(after.seats.x[b]! - before.seats.x[a]! - dx, after.seats.y[b]! - before.seats.y[a]! - dy) > SAME_SPOT
  }
  const category = (plan: SeatingPlan, seat: number) => plan.categories[plan.seats.category[seat]!]?.key
  return {
    added: [...now.keys()].filter(name => !old.has(name)),
    removed: [...old.keys()].filter(name => !now.has(name)),
    moved: kept.filter(isMoved),
    recategorised: kept.filter(name => category(before, old.get(name)!) !== category(after, now.get(name)!)),
    reflagged: kept.filter(name => before.seats.flags[old.get(name)!] !== after.seats.flags[now.get(name)!]),
    areas: areaDifference(before, after)
  }
}

/** Whether nothing that is sold is different. */
export function isSamePlaces(difference: PlanDifference): boolean {
  return Object.values(difference).every((list: unknown[]) => list.length === 0)
}

function seatsByName(plan: SeatingPlan): Map<string, number> {
  const names = new Map<string, number>()
  plan.rows.forEach((row) => {
    for (let seat = row.firstSeat; seat < row.firstSeat + row.seatCount; seat++) names.set(seatId(plan, seat), seat)
  })
  return names
}

/** The shift that most seats share: a seat added at the left moves the whole hall to the right. */
function shiftBetween(before: SeatingPlan, after: SeatingPlan, pairs: readonly (readonly [number, number])[]): [number, number] {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0
  return [middle(pairs.map(([a, b]) => after.seats.x[b]! - before.seats.x[a]!)), middle(pairs.map(([a, b]) => after.seats.y[b]! - before.seats.y[a]!))]
}

function areaDifference(before: SeatingPlan, after: SeatingPlan): PlanDifference['areas'] {
  const capacity = (plan: SeatingPlan, key: string) => plan.areas.find(area => area.key === key)?.capacity ?? 0
  const keys = new Set([...before.areas, ...after.areas].map(area => area.key))
  return [...keys].map(key => ({ key, before: capacity(before, key), after: capacity(after, key) })).filter(area => area.before !== area.after)
}
