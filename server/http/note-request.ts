import type { H3Event } from 'h3'
import { log } from '#server/observing/log.ts'
import { currentTracing } from '#server/observing/tracing.ts'
import { currentMetrics } from './metrics.ts'
import { requestId } from './request-id.ts'
import { routeOf } from './route-of.ts'

/** Asked all the time by machines, or files: of interest only to whoever looks for a fault in them. */
const QUIET = /^(?:\/_nuxt\/\*\*|\/api\/health(?:\/\w+)?|\/api\/metrics|\/api\/_nuxt_icon\/.*|\(none\))$/

/** Writes a line when the request is over: who asked for what, by ids and templates, how it ended, and how long it took. */
export function noteRequest(event: H3Event): void {
  const begun = performance.now()
  const id = requestId(event)
  // When the connection closes nobody knows any more whose trace that was.
  const traceId = currentTracing()?.traceId()
  const { res } = event.node
  res.once('close', () => {
    const ms = performance.now() - begun
    const route = routeOf(event)
    const status = res.statusCode
    currentMetrics()?.noteRequest(event.node.req.method ?? '', route, status, ms / 1000)
    const level = status >= 500 ? 'warn' : QUIET.test(route) && status < 400 ? 'debug' : 'info'
    if (!log.isOn(level)) return
    log[level]('request', {
      requestId: id, traceId, method: event.node.req.method, route, status, ms: Math.round(ms * 10) / 10,
      userId: event.context.userId, refusal: event.context.refusal, page: res.getHeader('x-foyer-page'),
      // The other side went away before the answer was whole: usual for live lines, telling elsewhere.
      isCut: res.writableFinished ? undefined : true
    })
  })
}
