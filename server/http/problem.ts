import { type H3Event, getQuery, getRequestHeader, setResponseHeader, setResponseHeaders, setResponseStatus } from 'h3'
import { log } from '#server/observing/log.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { type Problem, describeProblem } from '#shared/errors/problem.ts'
import { type Locale, localeFromHeader } from '#shared/text/local-text.ts'
import { isDatabaseAway } from './database-away.ts'
import { requestId } from './request-id.ts'
import { routeOf } from './route-of.ts'

/** The language to answer in: `?locale=`, else `Accept-Language`. */
export function localeOf(event: H3Event): Locale {
  const asked = getQuery(event).locale
  return asked === 'en' || asked === 'zh' ? asked : localeFromHeader(getRequestHeader(event, 'accept-language'))
}

/** What went wrong, as a refusal that may be shown: anything that is not one becomes `internal` without detail, or `unavailable`. */
export function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  if (isDatabaseAway(error)) return new DomainError('unavailable', { retryAfterSeconds: 2 })
  return new DomainError('internal')
}

/** Answers with problem+json and returns the body. Unknown errors are logged with the request id; the answer has no detail of them. */
export function answerProblem(event: H3Event, error: unknown): Problem {
  const refusal = refusalOf(error)
  const id = requestId(event)
  event.context.refusal = refusal.code
  if (refusal.code === 'internal') log.error('request failed', { requestId: id, method: event.method, route: routeOf(event), error })
  const problem = describeProblem(refusal.code, refusal.data, localeOf(event), event.path.split('?')[0] ?? '/', id)
  setResponseStatus(event, problem.status)
  setResponseHeaders(event, { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store', 'content-language': localeOf(event) })
  const retryAfter = refusal.data.retryAfterSeconds
  if (typeof retryAfter === 'number') setResponseHeader(event, 'retry-after', Math.max(1, Math.ceil(retryAfter)))
  return problem
}
