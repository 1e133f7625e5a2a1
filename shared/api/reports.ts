import { z } from 'zod'
import { isReportPeriod } from '../time/report-period.ts'
import { salesQuery } from './stats.ts'

/** A month or a week of the calendar that is over or runs: `2026-10`, `2026-W43`. */
export const periodParam = z.string().max(8).refine(isReportPeriod, { error: 'is a month such as 2026-10, or a week such as 2026-W43' })
export const reportFormat = z.enum(['html', 'pdf'])
/** `GET /api/stats/reports/2026-10?format=pdf&zone=Asia/Shanghai`; `?publisher=` for admins. */
export const reportQuery = z.object({ format: reportFormat.default('html'), zone: salesQuery.shape.zone, publisher: salesQuery.shape.publisher })

export type ReportFormat = z.infer<typeof reportFormat>
