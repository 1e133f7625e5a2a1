import { DomainError } from '#shared/errors/domain-error.ts'
import { rowOfSeat, rowsSoldWhole, type SeatingPlan, seatsOfRow, withTheirTables } from '#shared/seating/plan.ts'
import { tableInWords } from '#shared/seating/seat-words.ts'

/** Refuses seats that are a part of a table which is sold whole. Throws `table-parted` with the table. */
export function requireWholeTables(plan: SeatingPlan, seats: readonly number[]): void {
  const whole = withTheirTables(plan, seats)
  if (whole.length === new Set(seats).size) return
  const missing = whole.find(seat => !seats.includes(seat))!
  throw new DomainError('table-parted', tableData(plan, rowOfSeat(plan, missing)))
}

/** The refusal of a limit: with the table, where it is one that is sold whole that does not fit into it. */
export function overLimit(plan: SeatingPlan, seats: readonly number[], limit: { limit: number, held: number }): DomainError {
  const whole = rowsSoldWhole(plan)
  const row = seats.map(seat => rowOfSeat(plan, seat)).find(row => whole.has(row))
  return row === undefined ? new DomainError('limit-reached', limit) : new DomainError('table-over-limit', { ...limit, ...tableData(plan, row) })
}

function tableData(plan: SeatingPlan, row: number) {
  return { table: tableInWords(plan, row), seats: seatsOfRow(plan, row).length }
}
