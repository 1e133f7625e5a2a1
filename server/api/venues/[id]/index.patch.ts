import { z } from 'zod'
import { changeVenue } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { venueChange, venueReply } from '#shared/api/catalogue-admin.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Changes a venue: an admin any, a publisher what he proposed, until it is public',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: venueChange,
  reply: venueReply,
  errors: ['not-found', 'not-allowed', 'under-review', 'venue-in-use'],
  idempotency: 'natural'
}, ({ house, principal, params, body }) => changeVenue(house, principal!, params.id, body))
