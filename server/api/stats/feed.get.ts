import { defineEndpoint } from '#server/http/endpoint.ts'
import { openEventStream } from '#server/http/live/event-stream.ts'
import { lineOwner } from '#server/http/live/line-owner.ts'
import { lines } from '#server/http/live/lines.ts'
import type { LiveMessage } from '#server/http/live/live-client.ts'
import { refuseCrossSite } from '#server/http/same-site.ts'

const NEWS: LiveMessage = { kind: 'news', body: {} }
/** Whoever listens shows again after so long, in ms, that he still may. */
const LONGEST_MS = 10 * 60_000

export default defineEndpoint({
  summary: 'Says whenever orders of the caller\'s events (of the house, for an admin) have moved, so that figures can be asked for again (server-sent events)',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  gives: 'text/event-stream',
  errors: ['cross-site', 'too-many-lines', 'unavailable']
}, async ({ event, house, principal }) => {
  refuseCrossSite(event)
  const { req, res } = event.node
  if (req.method === 'HEAD') return
  const giveBack = lines.take(await lineOwner(event, house))
  if (res.closed || res.destroyed) return giveBack()
  const client = openEventStream(event)
  lines.keepAlive(client)
  const stop = house.salesWatch.listen({ publisherId: principal!.role === 'admin' ? null : principal!.userId, tell: () => { if (!client.isFull()) client.send(NEWS) } })
  const limit = setTimeout(() => client.close(), LONGEST_MS).unref()
  client.onLeave(() => {
    clearTimeout(limit)
    stop()
    giveBack()
  })
})
