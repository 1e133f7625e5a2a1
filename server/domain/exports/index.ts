/** Tables that publishers and admins ask for as files: made in runs, fetched for a day by whoever asked (docs/jobs.md). */
export { askExport } from './ask-export.ts'
export { forgetExports, forgetExportsOf } from './forget-exports.ts'
export { makeExport } from './make-export.ts'
export { listExports, openExport } from './read-exports.ts'
export type { SheetWorks } from './sheet-works.ts'
export type { Cell } from './table.ts'
