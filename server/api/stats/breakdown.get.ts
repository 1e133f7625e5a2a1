import { breakdownTable, readBreakdown } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { tableReply } from '#server/http/table-reply.ts'
import { breakdownQuery, breakdownReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'What was sold by event, session, category, venue, ticket type, payment method or publisher, the most first',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  query: breakdownQuery,
  reply: breakdownReply,
  gives: 'text/csv',
  errors: ['not-found']
}, async ({ event, house, principal, query }) => {
  const reply = await readBreakdown(house, principal!, query)
  // A table is no JSON: it is what `format` asked for.
  return query.format === 'csv' ? tableReply(event, 'breakdown.csv', breakdownTable(reply)) as never : reply
})
