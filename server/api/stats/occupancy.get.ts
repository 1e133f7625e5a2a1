import { occupancyTable, readOccupancy } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { tableReply } from '#server/http/table-reply.ts'
import { occupancyQuery, occupancyReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'How full sessions are that start in some days',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  query: occupancyQuery,
  reply: occupancyReply,
  gives: 'text/csv',
  errors: ['not-found']
}, async ({ event, house, principal, query }) => {
  const reply = await readOccupancy(house, principal!, query)
  // A table is no JSON: it is what `format` asked for.
  return query.format === 'csv' ? tableReply(event, 'occupancy.csv', occupancyTable(reply)) as never : reply
})
