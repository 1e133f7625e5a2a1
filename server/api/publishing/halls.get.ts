import { listOwnHalls } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { ownHallsQuery, ownHallsReply } from '#shared/api/plan-drafts.ts'

export default defineEndpoint({
  summary: 'The halls that the caller may draw, with their versions and what is being drawn',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  query: ownHallsQuery,
  reply: ownHallsReply
}, ({ house, principal, query }) => listOwnHalls(house, principal!, query.venue))
