import { listApplications } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { applicationsQuery, applicationsReply } from '#shared/api/people.ts'

export default defineEndpoint({
  summary: 'Customers who want to become publishers, those who have waited longest first',
  callers: ['admin'],
  query: applicationsQuery,
  reply: applicationsReply,
  errors: ['invalid-input']
}, ({ house, query }) => listApplications(house, query))
