import type { SeatingPlan } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import type { SeatMapModel } from './model.ts'

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
 * visitor's own seats count as room. An aisle parts a group; `categories` (by index) leaves out seats of other prices.
 */
export function rowsWithRoom(model: SeatMapModel, section: number, party: number, categories: ReadonlySet<number> | null): { row: number, seats: number[] }[] {
  const { x, y, category } = model.plan.seats
  const found: { row: number, seats: number[] }[] = []
  model.plan.rows.forEach(({ section: of, firstSeat, seatCount }, row) => {
    if (of !== section) return
    const seats: number[] = []
    let run: number[] = []
    const endRun = () => {
      if (run.length >= party) seats.push(...run)
      run = []
    }
    for (let seat = firstSeat; seat < firstSeat + seatCount; seat++) {
      const isApart = seat > firstSeat && Math.hypot(x[seat]! - x[seat - 1]!, y[seat]! - y[seat - 1]!) > model.pitch * 1.9
      const isRoom = model.isOpen(seat) && (categories === null || categories.has(category[seat]!))
      if (isApart || !isRoom) endRun()
      if (isRoom) run.push(seat)
    }
    endRun()
    if (seats.length > 0) found.push({ row, seats })
  })
  return found
}
