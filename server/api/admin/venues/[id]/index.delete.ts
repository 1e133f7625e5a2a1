import { z } from 'zod'
import { removeVenue } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Deletes a venue that nothing names',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found', 'venue-in-use'],
  idempotency: 'natural'
}, async ({ house, principal, params, status }) => {
  await removeVenue(house, principal!, params.id)
  status(204)
  return null
})
