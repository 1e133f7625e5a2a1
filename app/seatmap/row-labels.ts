import type { SeatMapModel } from './model.ts'

/** A row's letter and where it stands, plan units. */
export interface RowLabel { label: string, x: number, y: number }

const known = new WeakMap<SeatMapModel, RowLabel[]>()

/**
 * The letters beside both ends of the rows, worked out once: none where another section's seat stands, one for two sections on both
 * sides of a narrow aisle, none for tables, which bear their labels themselves.
 */
export function rowLabelsOf(model: SeatMapModel): RowLabel[] {
  const found = known.get(model) ?? findLabels(model)
  known.set(model, found)
  return found
}

function findLabels(model: SeatMapModel): RowLabel[] {
  const { seats: { x, y }, rows, tables } = model.plan
  const placed = new Map<string, RowLabel[]>()
  const put = (label: string, at: number, next: number) => {
    const length = Math.hypot(x[at]! - x[next]!, y[at]! - y[next]!) || 1
    const place = { label, x: x[at]! + (x[at]! - x[next]!) / length * model.pitch * 0.95, y: y[at]! + (y[at]! - y[next]!) / length * model.pitch * 0.95 }
    if (model.grid.nearest(place.x, place.y, model.pitch * 0.6) >= 0) return
    const same = placed.get(label) ?? []
    if (same.some(p => Math.hypot(p.x - place.x, p.y - place.y) < model.pitch * 1.3)) return
    same.push(place)
    placed.set(label, same)
  }
  const tableRows = new Set(tables?.map(table => table.row))
  for (const [index, row] of rows.entries()) {
    if (row.seatCount < 2 || tableRows.has(index)) continue
    const last = row.firstSeat + row.seatCount - 1
    put(row.label, row.firstSeat, row.firstSeat + 1)
    put(row.label, last, last - 1)
  }
  return [...placed.values()].flat()
}
