import { z } from 'zod'
import { readReview } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { reviewReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'One submission with everything needed to decide on it',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  reply: reviewReply
}, ({ house, principal, params }) => readReview(house, principal!, params.id))
