import { z } from 'zod'
import { withdrawEvent } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { withdrawEventReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Take back what was handed in, so that it can be changed',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  params: z.object({ id: uuid }),
  reply: withdrawEventReply,
  idempotency: 'stored',
  errors: ['not-found', 'already-decided', 'illegal-transition']
}, ({ house, principal, params }) => withdrawEvent(house, principal!, params.id))
