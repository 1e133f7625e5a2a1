import { z } from 'zod'
import { type Decider, listRequests } from '#server/domain/refunds/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { refundRequestList } from '#shared/api/refunds.ts'

export default defineEndpoint({
  summary: 'Requests to give tickets back: a publisher\'s own, an admin\'s all',
  callers: ['publisher', 'admin'],
  scope: 'orders:read',
  query: z.object({ which: z.enum(['asked', 'decided']).default('asked') }),
  reply: refundRequestList
}, async ({ house, principal, query }) => ({ requests: await listRequests(house.db, principal as Decider, query.which) }))
