import { listReceivers } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { receiversQuery, receiversReply } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'Addresses outside that get the caller\'s reports by mail, with what became of the last mail; with `scope=house`, for admins, those that get the house\'s',
  callers: ['publisher', 'admin'],
  query: receiversQuery,
  reply: receiversReply,
  errors: ['not-allowed']
}, async ({ house, principal, query }) => await listReceivers(house, principal!, query.scope))
