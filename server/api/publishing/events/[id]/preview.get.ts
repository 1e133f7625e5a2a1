import { z } from 'zod'
import { previewDraft } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { previewReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'The draft of an event as visitors would see it',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  params: z.object({ id: uuid }),
  reply: previewReply
}, ({ house, principal, params }) => previewDraft(house, principal!, params.id))
