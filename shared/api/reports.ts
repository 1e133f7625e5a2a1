import { z } from 'zod'
import { salesQuery } from './stats.ts'

/** A month of the calendar that is over or runs: `2026-10`. */
export const monthParam = z.string().regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, { error: 'is a month such as 2026-10' })
export const reportFormat = z.enum(['html', 'pdf'])
/** `GET /api/stats/reports/2026-10?format=pdf&zone=Asia/Shanghai`; `?publisher=` for admins. */
export const reportQuery = z.object({ format: reportFormat.default('html'), zone: salesQuery.shape.zone, publisher: salesQuery.shape.publisher })

export type ReportFormat = z.infer<typeof reportFormat>
