import type { PlanDocument } from './plan-document.ts'
import { SeatFlag } from './plan.ts'

const HEADER = 'section,row,seat,x,y,accessible,category,companion,restricted_view,stairs_free'

/** The seats of a plan as CSV that `readCsvPlan` reads back. Standing areas, tables and drawings have no place in such a file. */
export function csvOfDocument(document: PlanDocument): string {
  const names = new Map(document.categories.map(({ key, name }) => [key, name.en]))
  const lines = document.sections.flatMap(section => section.rows.flatMap(row => row.seats.map(([label, x, y, category, flags]) => [
    field(section.name.en), field(row.label), field(label), String(x), String(y),
    bit(flags, SeatFlag.accessible), field(names.get(category) ?? category), bit(flags, SeatFlag.companion), bit(flags, SeatFlag.restrictedView), bit(flags, SeatFlag.stairsFree)
  ].join(','))))
  return [HEADER, ...lines, ''].join('\r\n')
}

const bit = (flags: number, flag: number) => flags & flag ? '1' : '0'

/** Quoted where RFC 4180 wants it. A label that a spreadsheet would take for a formula gets an apostrophe, which reading takes off again (V-17). */
function field(text: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
