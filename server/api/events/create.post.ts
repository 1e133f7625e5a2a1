import { createEvent } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { createEventInput, createEventReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Begin an event: a draft that nobody but its publisher and admins see',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  body: createEventInput,
  reply: createEventReply,
  succeeds: [201],
  idempotency: 'stored',
  bodyLimitBytes: 2 * 1024 * 1024
}, async ({ house, principal, body, status }) => {
  const created = await createEvent(house, principal!, body.document)
  status(201)
  return created
})
