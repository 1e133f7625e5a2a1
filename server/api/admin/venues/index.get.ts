import { listVenues } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { adminVenuesQuery, adminVenuesReply } from '#shared/api/catalogue-admin.ts'

export default defineEndpoint({
  summary: 'All venues, proposals first',
  callers: ['admin'],
  query: adminVenuesQuery,
  reply: adminVenuesReply,
  errors: ['invalid-input']
}, ({ house, query }) => listVenues(house, query))
