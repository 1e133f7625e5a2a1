import { z } from 'zod'
import { removeDraft } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Throw away an event that was never approved',
  callers: ['publisher', 'admin'],
  scope: 'events:write',
  params: z.object({ id: uuid }),
  succeeds: [204],
  idempotency: 'stored',
  errors: ['not-found', 'under-review', 'illegal-transition']
}, async ({ house, principal, params, status }) => {
  await removeDraft(house, principal!, params.id)
  status(204)
  return null
})
