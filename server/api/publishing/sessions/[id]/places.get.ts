import { z } from 'zod'
import { sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'What of a session is kept from the public, for whom, and how many standing places there are',
  callers: ['publisher', 'admin'],
  scope: 'attendees:read',
  params: z.object({ id: uuid }),
  reply: sessionPlacesReply,
  errors: ['not-found']
}, ({ house, principal, params }) => sessionPlaces(house, principal!, params.id))
