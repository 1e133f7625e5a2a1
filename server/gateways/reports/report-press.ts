import type { ReportPress } from '#server/domain/reports/report-paper.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'

/** Files made at a time, and those that may wait. */
const AT_ONCE = 1
const MAY_WAIT = 50

/** Makes reports. What draws charts is large, and loaded when the first one is made. */
export function createReportPress(): ReportPress {
  const gate = createWorkGate(AT_ONCE, MAY_WAIT)
  return {
    html: report => gate.run(async () => (await import('./html-report.ts')).htmlReport(report)),
    pdf: report => gate.run(async () => await (await import('./pdf-report.ts')).pdfReport(report))
  }
}
