import { z } from 'zod'
import { submitEvent } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { submitEventInput, submitEventReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Hand the draft of an event in for approval',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  params: z.object({ id: uuid }),
  body: submitEventInput,
  reply: submitEventReply,
  idempotency: 'stored',
  errors: ['not-found', 'event-not-ready', 'nothing-to-submit', 'draft-changed', 'under-review', 'illegal-transition']
}, ({ house, principal, params, body }) => submitEvent(house, principal!, params.id, body))
