/** Imports: events from a table that somebody else wrote. */
export { type EventImport, importEvents } from './import-events.ts'
export { lookAtTable } from './look-at-table.ts'
export { beginImport, finishImport, listImports, mappingOf } from './import-runs.ts'
