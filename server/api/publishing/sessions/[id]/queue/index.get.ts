import { z } from 'zod'
import { readDesk } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { queueDeskReply } from '#shared/api/queue.ts'

export default defineEndpoint({
  summary: 'The waiting room of a session: its state, its dial and how many are where',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  reply: queueDeskReply
}, ({ house, principal, params }) => readDesk(house, principal!, params.id))
