import { z } from 'zod'
import { sessionPlaces, withdrawGuest } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Take the tickets of a guest back; he is told by mail',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, allotmentId: uuid, orderId: uuid }),
  reply: sessionPlacesReply,
  idempotency: 'natural',
  errors: ['not-found', 'not-refundable', 'illegal-transition']
}, async ({ house, principal, params }) => {
  await withdrawGuest(house, principal!, params.id, params.allotmentId, params.orderId)
  return await sessionPlaces(house, principal!, params.id)
})
