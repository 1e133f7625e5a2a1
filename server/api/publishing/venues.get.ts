import { z } from 'zod'
import { venueChoices } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { venueChoicesQuery, venueChoicesReply } from '#shared/api/publishing.ts'

/** `ids`: venues by id, separated by commas. */
const idList = z.string().max(4000).transform(text => text.split(',').filter(Boolean)).pipe(z.array(uuid).max(100))

export default defineEndpoint({
  summary: 'Venues and halls to choose from: the public ones, and what the caller proposed',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  query: venueChoicesQuery.extend({ ids: idList.optional() }),
  reply: venueChoicesReply
}, async ({ house, principal, query }) => ({ venues: await venueChoices(house, principal!, query) }))
