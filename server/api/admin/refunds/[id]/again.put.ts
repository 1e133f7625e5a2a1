import { z } from 'zod'
import { sendRefundAgain } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Sends a refund again that failed',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found', 'illegal-transition'],
  idempotency: 'natural'
}, async ({ house, principal, params, status }) => {
  await sendRefundAgain(house, params.id, principal!.userId)
  status(204)
  return null
})
