import { z } from 'zod'
import { approveVenue } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Makes a proposed venue public',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found'],
  idempotency: 'natural'
}, async ({ house, principal, params, status }) => {
  await approveVenue(house, principal!.userId, params.id)
  status(204)
  return null
})
