import { z } from 'zod'
import { beginPlanDraft } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { beginPlanDraftInput, beginPlanDraftReply } from '#shared/api/plan-drafts.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Opens the drawing of a hall: the one that is begun, one from its newest plan, or of a new hall by its name',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: beginPlanDraftInput,
  reply: beginPlanDraftReply,
  succeeds: [200, 201],
  errors: ['not-found'],
  idempotency: 'stored'
}, async ({ house, principal, params, body, status }) => {
  const { id, hall, isNew } = await beginPlanDraft(house, principal!, params.id, body)
  if (isNew) status(201)
  return { id, hall }
})
