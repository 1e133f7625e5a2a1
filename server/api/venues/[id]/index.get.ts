import { z } from 'zod'
import { readVenue } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { venueReply } from '#shared/api/catalogue-places.ts'
import { slugParam } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'A venue by its slug, with its halls',
  callers: 'anyone',
  params: z.object({ id: slugParam }),
  reply: venueReply,
  errors: ['not-found'],
  cache: 'public, max-age=0, s-maxage=2'
}, ({ house, params }) => readVenue(house, params.id))
