import { z } from 'zod'
import { readCallingOff } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { callingOffReply } from '#shared/api/refunds.ts'

export default defineEndpoint({
  summary: 'What calling sessions of an event off would mean for its buyers, and how far the money of those that are off has come',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  params: z.object({ id: uuid }),
  reply: callingOffReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readCallingOff(house, principal!, params.id))
