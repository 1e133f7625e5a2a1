import { addSessions } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { createSessionsInput, createSessionsReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Add a session, or those of a recurrence rule, to the draft of an event',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  body: createSessionsInput,
  reply: createSessionsReply,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-found', 'under-review', 'illegal-transition']
}, async ({ house, principal, body, status }) => {
  const added = await addSessions(house, principal!, body)
  status(201)
  return added
})
