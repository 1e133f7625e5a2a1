import { z } from 'zod'
import { explainEvent } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { explainInput } from '#shared/api/money.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Writes down what a provider\'s notice was about that fits no payment',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: explainInput,
  succeeds: [204],
  errors: ['not-found'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  await explainEvent(house, principal!.userId, params.id, body.note)
  status(204)
  return null
})
