import { holdsTable, readHolds } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { tableReply } from '#server/http/table-reply.ts'
import { holdsQuery, holdsReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'Holds that were begun and abandoned, over time',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  query: holdsQuery,
  reply: holdsReply,
  gives: 'text/csv',
  errors: ['not-found']
}, async ({ event, house, principal, query }) => {
  const reply = await readHolds(house, principal!, query)
  // A table is no JSON: it is what `format` asked for.
  return query.format === 'csv' ? tableReply(event, 'holds.csv', holdsTable(reply)) as never : reply
})
