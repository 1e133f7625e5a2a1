import type { Problem } from '#shared/errors/problem.ts'

/** A refusal as a page shows it: the server's problem+json, or that the server could not be reached. */
export interface ShownProblem {
  code: Problem['code'] | 'offline'
  status: number
  title: string
  detail: string
  /** Of single fields, by their path in what was sent. */
  errors: { path: string, message: string }[]
  requestId: string | null
  /** The problem's own data, such as `until` or `seatNames`. */
  data: Record<string, unknown>
}

/** Turns whatever `$fetch` threw into something to show. `t` names the texts for when no answer came. */
export function problemOf(error: unknown, t: (key: string) => string): ShownProblem {
  if (isShown(error)) return error
  const body = (error as { data?: Partial<Problem> } | null)?.data
  if (body && typeof body === 'object' && typeof body.code === 'string' && typeof body.title === 'string') {
    return {
      code: body.code,
      status: body.status ?? 500,
      title: body.title,
      detail: body.detail ?? '',
      errors: Array.isArray(body.errors) ? body.errors : [],
      requestId: body.requestId ?? null,
      data: body
    }
  }
  const status = (error as { statusCode?: number } | null)?.statusCode
  return status
    ? { code: 'internal', status, title: t('problem.broken.title'), detail: t('problem.broken.text'), errors: [], requestId: null, data: {} }
    : { code: 'offline', status: 0, title: t('problem.offline.title'), detail: t('problem.offline.text'), errors: [], requestId: null, data: {} }
}

function isShown(error: unknown): error is ShownProblem {
  return typeof error === 'object' && error !== null && 'code' in error && 'requestId' in error && Array.isArray((error as ShownProblem).errors)
}
