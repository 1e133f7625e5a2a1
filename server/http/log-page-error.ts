import { type H3Error, type H3Event, getResponseStatus } from 'h3'
import { defineNitroErrorHandler } from 'nitropack/runtime'
import { log } from '#server/observing/log.ts'
import { requestId } from './request-id.ts'
import { routeOf } from './route-of.ts'

/**
 * What a page threw, before the frame answers with its error page. The frame would print it over many lines, a page that is not there
 * too; here what is unexpected is one line with the request's id, and what is not there is a matter of the request's own line. After
 * that the error has nothing left that its page must not show.
 */
export default defineNitroErrorHandler((error: H3Error, event: H3Event) => {
  if (import.meta.dev) return
  const status = error.statusCode || getResponseStatus(event) || 500
  if (status >= 500 && !event.context.isErrorLogged) {
    event.context.isErrorLogged = true
    log.error('request failed', { requestId: requestId(event), method: event.method, route: routeOf(event), status, error: error.cause instanceof Error ? error.cause : error })
    error.message = 'Server Error'
    error.data = undefined
  }
  error.unhandled = false
  error.fatal = false
})
