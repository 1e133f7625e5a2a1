import { z } from 'zod'
import { discardPlanDraft } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Throws the drawing of a hall away; published versions stay',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found'],
  idempotency: 'natural'
}, async ({ house, principal, params, status }) => {
  await discardPlanDraft(house, principal!, params.id)
  status(204)
  return null
})
