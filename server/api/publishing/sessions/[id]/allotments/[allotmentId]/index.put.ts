import { z } from 'zod'
import { changeAllotment, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { changeAllotmentInput, sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Change what an allotment is called, and when it releases itself',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, allotmentId: uuid }),
  body: changeAllotmentInput,
  reply: sessionPlacesReply,
  idempotency: 'natural',
  errors: ['not-found', 'illegal-transition']
}, async ({ house, principal, params, body }) => {
  await changeAllotment(house, principal!, params.id, params.allotmentId, body)
  return await sessionPlaces(house, principal!, params.id)
})
