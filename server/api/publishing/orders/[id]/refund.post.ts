import { z } from 'zod'
import { type Desk, refundAtDesk, showOrder } from '#server/domain/order-desk/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { deskOrderReply, deskRefundInput } from '#shared/api/order-desk.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Takes tickets of an order back by the organiser\'s own decision, whatever the terms of the sale say, and sends the money back',
  callers: ['publisher', 'admin'],
  scope: 'orders:write',
  params: z.object({ id: uuid }),
  body: deskRefundInput,
  reply: deskOrderReply,
  errors: ['not-found', 'not-refundable', 'unavailable'],
  idempotency: 'stored'
}, async ({ house, principal, params, body }) => {
  await refundAtDesk(house, principal as Desk, params.id, body)
  return await showOrder(house.db, principal as Desk, params.id)
})
