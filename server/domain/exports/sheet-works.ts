import type { Cell } from './table.ts'

/** What makes workbooks of spreadsheets. */
export interface SheetWorks {
  /** Writes a workbook of one sheet to `path`, row by row: memory does not grow with it. */
  write(path: string, sheet: { name: string, columns: readonly { header: string, width: number }[], rows: AsyncIterable<readonly Cell[]> }): Promise<void>
}
