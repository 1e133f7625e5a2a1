import { type H3Event, setResponseHeaders } from 'h3'
import { csvOf } from '#shared/text/csv.ts'

/** A table as a file for spreadsheets. */
export function tableReply(event: H3Event, name: string, rows: readonly (readonly (string | number)[])[]): string {
  setResponseHeaders(event, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '')}"` })
  return csvOf(rows)
}
