import { readSales, salesTable } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { tableReply } from '#server/http/table-reply.ts'
import { salesQuery, salesReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'Sales over time, each currency by itself: of the house, of the caller\'s events, or of a part of them',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  query: salesQuery,
  reply: salesReply,
  gives: 'text/csv',
  errors: ['not-found']
}, async ({ event, house, principal, query }) => {
  const reply = await readSales(house, principal!, query)
  // A table is no JSON: it is what `format` asked for.
  return query.format === 'csv' ? tableReply(event, 'sales.csv', salesTable(reply)) as never : reply
})
