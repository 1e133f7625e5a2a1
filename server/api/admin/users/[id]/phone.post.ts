import { z } from 'zod'
import { revealPhone } from '#server/domain/people/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { becauseInput, phoneReply } from '#shared/api/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The whole phone number of somebody, for a reason that is kept',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: becauseInput,
  reply: phoneReply,
  errors: ['not-found'],
  idempotency: 'natural'
}, async ({ house, principal, params, body }) => ({ phone: await revealPhone(house, principal!.userId, params.id, body.reason) }))
