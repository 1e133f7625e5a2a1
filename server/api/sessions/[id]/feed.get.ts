import { getQuery, getRequestHeader } from 'h3'
import { z } from 'zod'
import { saleSession } from '#server/domain/inventory/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { openEventStream } from '#server/http/live/event-stream.ts'
import { followSeats, versionOf } from '#server/http/live/follow-seats.ts'
import { lineOwner } from '#server/http/live/line-owner.ts'
import { lines } from '#server/http/live/lines.ts'
import { refuseCrossSite } from '#server/http/same-site.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Live changes of the seats of a session (server-sent events, resumable by Last-Event-ID)',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  gives: 'text/event-stream',
  errors: ['not-found', 'cross-site', 'too-many-lines', 'unavailable']
}, async (call) => {
  // Another site's page could not read it, but its visitors would fill our lines.
  refuseCrossSite(call.event)
  await saleSession(call.house.db, call.params.id)
  const { req, res } = call.event.node
  if (req.method === 'HEAD') return
  const giveBack = lines.take(await lineOwner(call.event, call.house))
  // Who left while the session was looked up would never be seen leaving.
  if (res.closed || res.destroyed) return giveBack()
  const client = openEventStream(call.event)
  client.onLeave(giveBack)
  const seen = getRequestHeader(call.event, 'last-event-id') ?? getQuery(call.event).version
  followSeats(call.house, call.params.id, versionOf(seen), client)
})
