import { z } from 'zod'
import { duplicateEvent } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { createEventReply, duplicateEventInput } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Begin another event with all that this one says',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  params: z.object({ id: uuid }),
  body: duplicateEventInput,
  reply: createEventReply,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-found']
}, async ({ house, principal, params, body, status }) => {
  const created = await duplicateEvent(house, principal!, params.id, { shiftDays: body.shiftDays ?? 0 })
  status(201)
  return created
})
