import { z } from 'zod'
import { changeCapacity, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { areaCapacityInput, sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Give a standing area more or fewer places while it sells',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, areaKey: z.string().max(60) }),
  body: areaCapacityInput,
  reply: sessionPlacesReply,
  idempotency: 'natural',
  errors: ['not-found', 'capacity-below-sold']
}, async ({ house, principal, params, body }) => {
  await changeCapacity(house, principal!, params.id, params.areaKey, body.capacity)
  return await sessionPlaces(house, principal!, params.id)
})
