import { createEventStream, getRequestHeader, getQuery } from 'h3'
import { z } from 'zod'
import { type FeedMessage, saleSession } from '#server/domain/inventory/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

/** Between signs of life, in ms: proxies close silent connections. */
const HEARTBEAT_MS = 15_000
/** What may wait for a slow reader: a few snapshots of a stadium. */
const MOST_UNREAD_BYTES = 256 * 1024

export default defineEndpoint({
  summary: 'Live changes of the seats of a session (server-sent events, resumable by Last-Event-ID)',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  errors: ['not-found', 'unavailable']
}, async (call) => {
  const sessionId = call.params.id
  await saleSession(call.house.db, sessionId)
  const { res } = call.event.node
  // Who left while the session was looked up would never be seen leaving.
  if (res.closed || res.destroyed || call.event.node.req.method === 'HEAD') return
  const stream = createEventStream(call.event)
  const push = (message: FeedMessage) => {
    // Somebody who does not read gets no memory of ours: he comes back with Last-Event-ID.
    if (res.writableLength > MOST_UNREAD_BYTES) return stream.close()
    if (message.kind === 'seats') return stream.push({ id: String(message.frame.version), event: 'seats', data: JSON.stringify(message.frame) })
    if (message.kind === 'snapshot') return stream.push({ id: String(message.status.version), event: 'snapshot', data: JSON.stringify(message.status) })
    return stream.push({ event: 'paused', data: '{}' })
  }
  const heartbeat = setInterval(() => void stream.push({ event: 'alive', data: '{}' }), HEARTBEAT_MS)
  let isClosed = false
  let stop = () => {}
  res.once('close', () => {
    isClosed = true
    clearInterval(heartbeat)
    stop()
  })
  // The reply starts before the first frame: watching may have to ask Postgres first.
  void call.house.feed.watch(sessionId, lastSeen(call.event), message => void push(message))
    .then((end) => {
      stop = end
      if (isClosed) end()
    })
    .catch(() => stream.close())
  return stream.send()
})

function lastSeen(event: Parameters<typeof getRequestHeader>[0]): number | null {
  const text = getRequestHeader(event, 'last-event-id') ?? getQuery(event).version
  const version = Number(text)
  return text !== undefined && Number.isSafeInteger(version) && version > 0 ? version : null
}
