import { IncomingMessage } from 'node:http'
import type { H3Event } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { routeOf } from '#server/http/route-of.ts'
import { log } from '#server/observing/log.ts'
import { type Span, type Tracing, currentTracing, setTracing, wantsTraces } from '#server/observing/tracing.ts'

/** Puts every request into a span, where somebody wants traces; elsewhere nothing of OpenTelemetry is loaded. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender || !wantsTraces()) return
  const starting: Promise<Tracing | null> = import('#server/observing/otel.ts').then(({ startTracing }) => {
    setTracing(startTracing())
    return currentTracing()
  }).catch((error: unknown) => {
    log.error('no traces', { error })
    return null
  })
  const { handler } = nitro.h3App
  nitro.h3App.handler = async (event) => {
    const tracing = currentTracing() ?? await starting
    if (!tracing) return await handler(event)
    // What a page asks of the API inside the process is a part of it.
    const isFromOutside = event.node.req instanceof IncomingMessage
    return await tracing.within(event.node.req.method ?? 'GET', isFromOutside ? 'server' : 'internal', {}, async (span) => {
      try {
        return await handler(event)
      } finally {
        tellOf(event, span)
      }
    }, isFromOutside ? event.node.req.headers : undefined)
  }
  // A process that may be frozen at any moment sends at once.
  if (process.env.VERCEL) nitro.hooks.hook('afterResponse', event => event.waitUntil(currentTracing()?.flush() ?? Promise.resolve()))
  nitro.hooks.hook('close', async () => await currentTracing()?.close())
})

function tellOf(event: H3Event, span: Span): void {
  const method = event.node.req.method ?? 'GET'
  const route = routeOf(event)
  const { statusCode: status } = event.node.res
  const id = event.context.requestId as string | undefined
  span.rename(`${method} ${route}`)
  span.note({ 'http.request.method': method, 'http.route': route, 'http.response.status_code': status, ...id ? { 'foyer.request_id': id } : {} })
  if (status >= 500) span.fail(String(status))
}
