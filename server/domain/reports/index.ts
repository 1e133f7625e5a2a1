/** Reports of a month: what was sold, in words, charts and tables. */
export { type ReportDeps, makeReport } from './make-report.ts'
export { sendReports } from './send-reports.ts'
export type { ReportChart, ReportPaper, ReportPress, ReportTable, ReportTile } from './report-paper.ts'
