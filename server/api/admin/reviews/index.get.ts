import { reviewQueue } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { reviewQueueQuery, reviewQueueReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'What waits for a decision, oldest first',
  callers: ['admin'],
  query: reviewQueueQuery,
  reply: reviewQueueReply
}, ({ house, principal, query }) => reviewQueue(house, principal!, query))
