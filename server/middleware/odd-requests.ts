import { defineEventHandler, getRequestHeader, setResponseHeader } from 'h3'
import { answerProblem } from '#server/http/problem.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** A name or an address, perhaps with a port (RFC 9110, section 7.2). */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i
/** The API knows its own methods; what begins with `_` is the framework's. */
const NO_PAGE = /^\/(?:api\/|_)/

/** Refuses what no browser sends, before anything is rendered for it (V-12): a host that is none, and methods that no page knows. */
export default defineEventHandler((event) => {
  const host = getRequestHeader(event, 'host')
  if (host && !HOST.test(host)) return answerProblem(event, new DomainError('malformed-request'))
  // POST: a form that somebody was quick to send, before its page had its script. It gets the page again.
  if (['GET', 'HEAD', 'POST'].includes(event.node.req.method ?? '') || NO_PAGE.test(event.path)) return
  setResponseHeader(event, 'allow', 'GET, HEAD, POST')
  return answerProblem(event, new DomainError('method-not-allowed'))
})
