import { getRequestHeader, setResponseHeader } from 'h3'
import { z } from 'zod'
import { recentStatus } from '#server/domain/inventory/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { PollPace } from '#server/http/live/poll-pace.ts'
import { sendPacked } from '#server/http/packed-reply.ts'
import { sessionStatusReply } from '#shared/api/catalogue.ts'
import { uuid } from '#shared/api/primitives.ts'

const pace = new PollPace()

export default defineEndpoint({
  summary: 'What every seat is: free, held, sold or off sale, two bits each',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: sessionStatusReply.or(z.null()),
  succeeds: [200, 304],
  errors: ['not-found'],
  cache: 'public, max-age=0, s-maxage=1'
}, async (call) => {
  const status = await recentStatus(call.house, call.params.id)
  const tag = `"${status.version}"`
  setResponseHeader(call.event, 'etag', tag)
  setResponseHeader(call.event, 'x-poll-after-ms', pace.next())
  if (status.version > 0 && getRequestHeader(call.event, 'if-none-match') === tag) {
    call.status(304)
    return null
  }
  await sendPacked(call.event, status)
  return null
})
