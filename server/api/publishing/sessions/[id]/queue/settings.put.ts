import { z } from 'zod'
import { setRoom } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { queueDeskReply, queueSettingsInput } from '#shared/api/queue.ts'

export default defineEndpoint({
  summary: 'How many people a minute a waiting room lets through, for how long, how many at a time, and when it opens by itself',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: queueSettingsInput,
  reply: queueDeskReply,
  idempotency: 'natural'
}, ({ house, principal, params, body }) => setRoom(house, principal!, params.id, body))
