import { z } from 'zod'
import { assignReview } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { assignReviewInput, assignReviewReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'Take a submission to look at, or give it back',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: assignReviewInput,
  reply: assignReviewReply,
  idempotency: 'natural',
  errors: ['not-found', 'already-decided']
}, ({ house, principal, params, body }) => assignReview(house, principal!, params.id, body.assignee))
