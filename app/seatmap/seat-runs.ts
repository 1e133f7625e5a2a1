import type { SeatingPlan } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { Choice, type SeatMapModel } from './model.ts'

/** Sections (by index) under the floor or tier that they belong to, in the order of the plan; sections without seats are left out. */
export function groupByLevel(plan: SeatingPlan): { key: string, name: LocalText, sections: number[] }[] {
  const withSeats = new Set(plan.rows.filter(row => row.seatCount > 0).map(row => row.section))
  const levels = new Map<string, { key: string, name: LocalText, sections: number[] }>()
  plan.sections.forEach(({ level }, section) => {
    if (!withSeats.has(section)) return
    const key = `${level.en}\n${level.zh}`
    if (!levels.has(key)) levels.set(key, { key, name: level, sections: [] })
    levels.get(key)!.sections.push(section)
  })
  return [...levels.values()]
}

/**
 * Rows of a section in which `party` people can sit beside each other, with the seats that belong to such a group. The
 * visitor's own seats count as room. An aisle parts a group; what does not match the filter is left out. A table that is sold whole has
 * room or has none.
 */
export function rowsWithRoom(model: SeatMapModel, section: number, party: number): { row: number, seats: number[] }[] {
  return model.rowsIn[section]!.flatMap((row) => {
    const seats: number[] = []
    forEachRun(model, row, (first, end) => {
      for (let seat = first; seat < end && end - first >= party; seat++) seats.push(seat)
    })
    return seats.length > 0 ? [{ row, seats }] : []
  })
}

/** In how many rows of a section `party` people can sit beside each other. */
export function countRowsWithRoom(model: SeatMapModel, section: number, party: number): number {
  let count = 0
  for (const row of model.rowsIn[section]!) {
    let longest = 0
    forEachRun(model, row, (first, end) => { longest = Math.max(longest, end - first) })
    if (longest >= party) count++
  }
  return count
}

/** Calls `visit` with every stretch of a row, from `first` to before `end`, on which a party may sit. */
function forEachRun(model: SeatMapModel, row: number, visit: (first: number, end: number) => void): void {
  const { firstSeat, seatCount } = model.plan.rows[row]!
  const isRoomAt = (seat: number) => model.isOpen(seat) && (model.isMatch(seat) || model.choice[seat] !== Choice.none)
  if (seatCount > 0 && model.isSoldWhole(firstSeat)) {
    if (model.soldWith(firstSeat).every(isRoomAt)) visit(firstSeat, firstSeat + seatCount)
    return
  }
  let first = -1
  for (let seat = firstSeat; seat < firstSeat + seatCount; seat++) {
    const isRoom = isRoomAt(seat)
    if (first >= 0 && (!isRoom || model.isApart[seat] === 1)) {
      visit(first, seat)
      first = -1
    }
    if (isRoom && first < 0) first = seat
  }
  if (first >= 0) visit(first, firstSeat + seatCount)
}
