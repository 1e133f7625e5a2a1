import { z } from 'zod'
import { confirmPayment } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { orderReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Ask the payment provider how an order stands, after coming back from its page',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: orderReply,
  idempotency: 'natural',
  errors: ['not-found', 'unavailable']
}, async (call) => {
  const reader = orderReaderOf(call)
  await confirmPayment(call.house, reader, call.params.id)
  return await orderReplyFor(call.house, reader, call.params.id)
})
