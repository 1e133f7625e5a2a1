import { z } from 'zod'
import { previewSubmission } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { previewReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'What was handed in as visitors would see it',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  reply: previewReply
}, ({ house, params }) => previewSubmission(house, params.id))
