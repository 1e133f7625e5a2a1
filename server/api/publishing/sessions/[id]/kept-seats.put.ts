import { z } from 'zod'
import { moveSeats, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { keepSeatsInput, sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Put seats into an allotment, or open them to everybody',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: keepSeatsInput,
  reply: sessionPlacesReply,
  idempotency: 'natural',
  bodyLimitBytes: 512 * 1024,
  errors: ['not-found', 'seat-not-in-session', 'places-in-use', 'illegal-transition']
}, async ({ house, principal, params, body }) => {
  await moveSeats(house, principal!, params.id, body.seatIds, body.allotmentId)
  return await sessionPlaces(house, principal!, params.id)
})
