import { z } from 'zod'
import { releaseAllotment, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Give the places of an allotment to everybody, now',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, allotmentId: uuid }),
  reply: sessionPlacesReply,
  idempotency: 'stored',
  errors: ['not-found', 'illegal-transition']
}, async ({ house, principal, params }) => {
  await releaseAllotment(house, principal!, params.id, params.allotmentId)
  return await sessionPlaces(house, principal!, params.id)
})
