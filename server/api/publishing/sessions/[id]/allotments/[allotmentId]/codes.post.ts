import { z } from 'zod'
import { addAccessCode, sessionPlaces } from '#server/domain/places/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { createAccessCodeInput, sessionPlacesReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'Make a code that opens an allotment to whoever has it',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, allotmentId: uuid }),
  body: createAccessCodeInput,
  reply: sessionPlacesReply,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-found', 'access-code-taken', 'illegal-transition']
}, async ({ house, principal, params, body, status }) => {
  await addAccessCode(house, principal!, params.id, params.allotmentId, body)
  status(201)
  return await sessionPlaces(house, principal!, params.id)
})
