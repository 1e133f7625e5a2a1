import { z } from 'zod'
import { readPlanDraft } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { planDraftReply } from '#shared/api/plan-drafts.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The drawing of a hall, with the versions that the hall has',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  reply: planDraftReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readPlanDraft(house, principal!, params.id))
