import type { SeatMapModel } from '../../seatmap/model.ts'

/** Seats of one row: its section and label, and the seats as people say them: `1–12`, `4, 7`. */
export interface RowOfSeats { section: number, row: string, seats: string, count: number }

/** Seats by row, in the order of the plan; neighbours are said as a stretch. */
export function seatsInRows(model: SeatMapModel, seats: readonly number[]): RowOfSeats[] {
  const byRow = Map.groupBy(seats.toSorted((a, b) => a - b), seat => model.rowOf[seat]!)
  return [...byRow].map(([row, inRow]) => ({ section: model.sectionOf[inRow[0]!]!, row: model.plan.rows[row]!.label, seats: stretches(model, inRow), count: inRow.length }))
}

function stretches({ plan }: SeatMapModel, seats: readonly number[]): string {
  const runs: [number, number][] = []
  for (const seat of seats) {
    const last = runs.at(-1)
    if (last && last[1] === seat - 1) last[1] = seat
    else runs.push([seat, seat])
  }
  return runs.map(([first, last]) => first === last ? plan.seats.label[first]! : `${plan.seats.label[first]!}–${plan.seats.label[last]!}`).join(', ')
}
