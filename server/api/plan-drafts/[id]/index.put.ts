import { z } from 'zod'
import { savePlanDraft } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { savePlanDraftInput, savePlanDraftReply } from '#shared/api/plan-drafts.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Saves the drawing of a hall; plans on sale stay as they are',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: savePlanDraftInput,
  reply: savePlanDraftReply,
  errors: ['not-found', 'draft-changed'],
  // The version does what a key would, but a lost reply must not look like somebody else's change.
  idempotency: 'stored',
  bodyLimitBytes: 8 * 1024 * 1024
}, ({ house, principal, params, body }) => savePlanDraft(house, principal!, params.id, body))
