import { z } from 'zod'
import { cancelEvent } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { cancelEventInput, cancelEventReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Call an event off: sales stop, holders are told and get their money back',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: cancelEventInput,
  reply: cancelEventReply,
  idempotency: 'stored',
  errors: ['not-found', 'illegal-transition']
}, ({ house, principal, params, body }) => cancelEvent(house, principal!, params.id, body))
