import { readUsers, usersTable } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { tableReply } from '#server/http/table-reply.ts'
import { usersQuery, usersReply } from '#shared/api/stats.ts'

export default defineEndpoint({
  summary: 'Accounts that were made and that did something, over time',
  callers: ['admin'],
  scope: 'stats:read',
  query: usersQuery,
  reply: usersReply,
  gives: 'text/csv'
}, async ({ event, house, query }) => {
  const reply = await readUsers(house, query)
  // A table is no JSON: it is what `format` asked for.
  return query.format === 'csv' ? tableReply(event, 'users.csv', usersTable(reply)) as never : reply
})
