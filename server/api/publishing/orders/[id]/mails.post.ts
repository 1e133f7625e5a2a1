import { z } from 'zod'
import { type Desk, sendTicketsAgain } from '#server/domain/order-desk/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Sends the mail with the tickets of an order once more',
  callers: ['publisher', 'admin'],
  scope: 'orders:write',
  params: z.object({ id: uuid }),
  reply: z.object({ sent: z.literal(true) }),
  succeeds: [202],
  errors: ['not-found', 'order-not-paid', 'rate-limited'],
  idempotency: 'stored'
}, async ({ house, principal, params, status }) => {
  await sendTicketsAgain(house, principal as Desk, params.id)
  status(202)
  return { sent: true as const }
})
