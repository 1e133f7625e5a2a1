import type { Database } from '#drizzle/database.ts'
import type { Asker } from '#server/domain/insight/index.ts'
import type { ReportFormat } from '#shared/api/reports.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { type ReportWish, gatherReport } from './gather-report.ts'
import type { ReportPress } from './report-paper.ts'
import { writeReport } from './write-report.ts'

export interface ReportDeps { db: Database, reports: ReportPress }

/** The file of a month or a week, of what the asker may see. Throws what `gatherReport` does. */
export async function makeReport(deps: ReportDeps, asker: Asker, wish: ReportWish & { format: ReportFormat, locale: Locale }): Promise<Buffer | string> {
  const report = writeReport(await gatherReport(deps, asker, wish), wish.locale)
  return wish.format === 'pdf' ? await deps.reports.pdf(report) : await deps.reports.html(report)
}
