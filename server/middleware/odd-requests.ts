import { defineEventHandler, getRequestHeader, setResponseHeader } from 'h3'
import { answerProblem } from '#server/http/problem.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** A name or an address, perhaps with a port (RFC 9110, section 7.2). */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i
/** The API knows its own methods; what begins with `_` is the framework's. */
const NO_PAGE = /^\/(?:api\/|_)/

/** Refuses what no browser sends, before anything is rendered for it (V-12): a host that is none, and pages by other methods than GET. */
export default defineEventHandler((event) => {
  const host = getRequestHeader(event, 'host')
  if (host && !HOST.test(host)) return answerProblem(event, new DomainError('malformed-request'))
  const method = event.node.req.method
  if (method === 'GET' || method === 'HEAD' || NO_PAGE.test(event.path)) return
  setResponseHeader(event, 'allow', 'GET, HEAD')
  return answerProblem(event, new DomainError('method-not-allowed'))
})
