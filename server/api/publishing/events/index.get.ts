import { listPublishedEvents } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { publishedEventsQuery, publishedEventsReply } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'The events of the caller with what waits for approval; an admin sees everybody\'s',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  query: publishedEventsQuery,
  reply: publishedEventsReply
}, ({ house, principal, query }) => listPublishedEvents(house, principal!, query))
