import { searchEvents } from '#server/domain/search/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { searchEventsQuery, searchEventsReply } from '#shared/api/catalogue.ts'

export default defineEndpoint({
  summary: 'Find events by words, category, place, day and price',
  callers: 'anyone',
  query: searchEventsQuery,
  reply: searchEventsReply,
  cache: 'public, max-age=0, s-maxage=10, stale-while-revalidate=60'
}, ({ house, query }) => searchEvents(house, query))
