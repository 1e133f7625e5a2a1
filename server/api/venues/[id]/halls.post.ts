import { z } from 'zod'
import { addHall } from '#server/domain/venues/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { hallReply } from '#shared/api/catalogue-admin.ts'
import { uuid } from '#shared/api/primitives.ts'
import { hallInput } from '#shared/api/publishing.ts'

export default defineEndpoint({
  summary: 'A plain hall of a venue, drawn by the house: a standing floor, or rows of seats',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  body: hallInput,
  reply: hallReply,
  succeeds: [201],
  errors: ['not-found', 'not-allowed'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  const hall = await addHall(house, principal!, params.id, body)
  status(201)
  return hall
})
