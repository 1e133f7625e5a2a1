import { z } from 'zod'
import { keepPlacesFor, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { keepPlacesInput, sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Keep so many standing places of an area for an allotment',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, allotmentId: uuid, areaKey: z.string().max(60) }),
  body: keepPlacesInput,
  reply: sessionPlacesReply,
  idempotency: 'natural',
  errors: ['not-found', 'area-full', 'places-used', 'illegal-transition']
}, async ({ house, principal, params, body }) => {
  await keepPlacesFor(house, principal!, params.id, params.allotmentId, params.areaKey, body.quantity)
  return await sessionPlaces(house, principal!, params.id)
})
