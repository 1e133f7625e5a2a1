import { z } from 'zod'
import { publishPlanDraft } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { publishPlanDraftInput, publishPlanDraftReply } from '#shared/api/plan-drafts.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Makes the drawing the next version of its hall; sessions that are there keep theirs',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: publishPlanDraftInput,
  reply: publishPlanDraftReply,
  errors: ['not-found', 'draft-changed', 'plan-refused'],
  idempotency: 'natural'
}, ({ house, principal, params, body }) => publishPlanDraft(house, principal!, params.id, body.version))
