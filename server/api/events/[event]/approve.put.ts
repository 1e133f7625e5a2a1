import { z } from 'zod'
import { decideEvent } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { decideEventInput, decideEventReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Decide on what was handed in: approve it, and visitors see it; or reject it with a reason',
  callers: ['admin'],
  params: z.object({ event: uuid }),
  body: decideEventInput,
  reply: decideEventReply,
  idempotency: 'stored',
  errors: ['not-found', 'already-decided', 'not-yourself', 'event-not-ready', 'quota-below-taken']
}, ({ house, principal, params, body }) => decideEvent(house, principal!, params.event, body))
