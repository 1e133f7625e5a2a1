import { readFunnel } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { funnelQuery, funnelReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'From looking to walking in, and where people leave',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  query: funnelQuery,
  reply: funnelReply,
  errors: ['not-found']
}, ({ house, principal, query }) => readFunnel(house, principal!, query))
