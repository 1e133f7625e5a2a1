import { z } from 'zod'
import { retireAccessCode, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Retire an access code; what was bought by it stays',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, codeId: uuid }),
  reply: sessionPlacesReply,
  idempotency: 'natural',
  errors: ['not-found']
}, async ({ house, principal, params }) => {
  await retireAccessCode(house, principal!, params.id, params.codeId)
  return await sessionPlaces(house, principal!, params.id)
})
