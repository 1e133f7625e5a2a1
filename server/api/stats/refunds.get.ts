import { readRefunds, refundsTable } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { tableReply } from '#server/http/table-reply.ts'
import { refundsQuery, refundsReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'Money that went back, by why, how or of what',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  query: refundsQuery,
  reply: refundsReply,
  gives: 'text/csv',
  errors: ['not-found']
}, async ({ event, house, principal, query }) => {
  const reply = await readRefunds(house, principal!, query)
  // A table is no JSON: it is what `format` asked for.
  return query.format === 'csv' ? tableReply(event, 'refunds.csv', refundsTable(reply)) as never : reply
})
