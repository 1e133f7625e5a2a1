import { z } from 'zod'
import { giveBack } from '#server/domain/refunds/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { orderReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'
import { refundWish } from '#shared/api/refunds.ts'

export default defineEndpoint({
  summary: 'Give tickets of an order back: at once by right or by the terms of the sale, else the publisher is asked',
  callers: 'anyone',
  params: z.object({ orderId: uuid }),
  body: refundWish,
  reply: orderReply,
  idempotency: 'natural',
  errors: ['not-found', 'not-refundable', 'refund-asked-already', 'resale-locked', 'unavailable']
}, async (call) => {
  const reader = orderReaderOf(call)
  await giveBack(call.house, reader, call.params.orderId, call.body)
  return await orderReplyFor(call.house, reader, call.params.orderId)
})
