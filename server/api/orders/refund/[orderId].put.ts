import { z } from 'zod'
import { refundOrder } from '#server/domain/orders/index.ts'
import { sendBack } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { orderReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Give an order back that was changed or cancelled after it was bought: the whole of it, for the whole price',
  callers: 'anyone',
  params: z.object({ orderId: uuid }),
  reply: orderReply,
  idempotency: 'natural',
  errors: ['not-found', 'not-refundable', 'unavailable']
}, async (call) => {
  const reader = orderReaderOf(call)
  await refundOrder({ ...call.house, sendBack }, reader, call.params.orderId)
  return await orderReplyFor(call.house, reader, call.params.orderId)
})
