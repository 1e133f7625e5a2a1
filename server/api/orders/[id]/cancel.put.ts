import { z } from 'zod'
import { cancelUnpaid } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { orderReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Cancel an unpaid order and free its seats',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: orderReply,
  idempotency: 'natural',
  errors: ['not-found', 'illegal-transition', 'order-not-payable', 'payment-provider-away']
}, async (call) => {
  const reader = orderReaderOf(call)
  await cancelUnpaid(call.house, reader, call.params.id)
  return await orderReplyFor(call.house, reader, call.params.id)
})
