import { suggest } from '#server/domain/search/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { suggestQuery, suggestReply } from '#shared/api/catalogue.ts'

export default defineEndpoint({
  summary: 'Events, venues, publishers and categories, as one types',
  callers: 'anyone',
  query: suggestQuery,
  reply: suggestReply,
  cache: 'public, max-age=5, s-maxage=10, stale-while-revalidate=60'
}, ({ house, query }) => suggest(house, query.q))
