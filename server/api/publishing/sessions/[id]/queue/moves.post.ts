import { z } from 'zod'
import { moveRoom } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { queueDeskReply, queueMoveInput } from '#shared/api/queue.ts'

export default defineEndpoint({
  summary: 'Open, pause, resume or close the waiting room of a session',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: queueMoveInput,
  reply: queueDeskReply,
  idempotency: 'natural'
}, ({ house, principal, params, body }) => moveRoom(house, principal!, params.id, body))
