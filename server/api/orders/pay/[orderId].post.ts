import { z } from 'zod'
import { payOrder } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { payOrderInput, payReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Pay an order by one of its methods',
  callers: 'anyone',
  params: z.object({ orderId: uuid }),
  body: payOrderInput,
  reply: payReply,
  idempotency: 'stored',
  errors: ['not-found', 'login-required', 'order-expired', 'order-not-payable', 'points-short', 'payment-method-unavailable', 'unavailable']
}, async (call) => {
  const reader = orderReaderOf(call)
  const paid = await payOrder(call.house, reader, call.params.orderId, call.body.method)
  return { ...paid, order: await orderReplyFor(call.house, reader, call.params.orderId) }
})
