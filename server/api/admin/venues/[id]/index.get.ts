import { z } from 'zod'
import { readVenue } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { adminVenueReply } from '#shared/api/catalogue-admin.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'One venue with every version of its halls',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  reply: adminVenueReply,
  errors: ['not-found']
}, ({ house, params }) => readVenue(house, params.id))
