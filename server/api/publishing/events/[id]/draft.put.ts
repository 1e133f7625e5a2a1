import { z } from 'zod'
import { saveDraft } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { saveDraftInput, saveDraftReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Save the draft of an event; what visitors see stays as it is',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  params: z.object({ id: uuid }),
  body: saveDraftInput,
  reply: saveDraftReply,
  // The version does what a key would: the same save twice is refused with the newest version.
  idempotency: 'stored',
  errors: ['not-found', 'draft-changed', 'under-review', 'illegal-transition'],
  bodyLimitBytes: 2 * 1024 * 1024
}, ({ house, principal, params, body }) => saveDraft(house, principal!, params.id, body))
