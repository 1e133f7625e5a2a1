import { decimalAmount } from '#shared/money/money.ts'
import type { Cell } from './table.ts'

/** By this mark Excel reads UTF-8 as such, in Chinese too. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** What a spreadsheet would take for a formula, wherever the file came from (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/
/** Numbers that are names: a spreadsheet would drop their zeros, or all digits after the fifteenth. */
const NAME_OF_DIGITS = /^(0\d+|\d{12,})$/

/** One line (RFC 4180). Texts open inert; a tab behind what must not become a number keeps it a text and is not seen. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(',') + '\r\n'
}

function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'object') return decimalAmount(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : NAME_OF_DIGITS.test(cell) ? `${cell}\t` : cell
  return /[",\r\n\t]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
