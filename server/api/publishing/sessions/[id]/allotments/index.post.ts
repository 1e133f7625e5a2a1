import { z } from 'zod'
import { createAllotment, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { createAllotmentInput, sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Keep seats and standing places of a session under a name',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: createAllotmentInput,
  reply: sessionPlacesReply,
  succeeds: [201],
  idempotency: 'stored',
  bodyLimitBytes: 512 * 1024,
  errors: ['not-found', 'seat-not-in-session', 'places-in-use', 'area-full']
}, async ({ house, principal, params, body, status }) => {
  await createAllotment(house, principal!, params.id, body)
  status(201)
  return await sessionPlaces(house, principal!, params.id)
})
