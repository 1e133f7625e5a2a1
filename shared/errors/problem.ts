import type { Locale } from '#shared/text/local-text.ts'
import { ERROR_KINDS, type ErrorCode } from './error-codes.ts'

/** RFC 9457 problem details, with the error's data as extension members. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: ErrorCode
  requestId: string
  [extension: string]: unknown
}

/** The problem that a reader of `locale` sees. */
export function describeProblem(code: ErrorCode, data: Record<string, unknown>, locale: Locale, instance: string, requestId: string): Problem {
  const { status, title, detail } = ERROR_KINDS[code]
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => printable(name === 'requestId' ? requestId : data[name]))
  return { ...data, type: `/problems/${code}`, title: fill(title[locale]), status, detail: fill(detail[locale]), instance, code, requestId }
}

function printable(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
