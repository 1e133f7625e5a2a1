import { z } from 'zod'
import { brakePayment } from '#server/domain/brakes/index.ts'
import { ownOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { holderOf, orderReaderOf } from '#server/http/people.ts'
import { payOrderInput, payReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Pay an order by one of its methods',
  callers: 'anyone',
  params: z.object({ orderId: uuid }),
  body: payOrderInput,
  reply: payReply,
  idempotency: 'stored',
  errors: ['not-found', 'login-required', 'order-expired', 'order-not-payable', 'attendees-missing', 'points-short', 'payment-method-unavailable', 'payment-refused', 'payment-provider-away', 'too-fast', 'unavailable', 'resale-gone']
}, async (call) => {
  const reader = orderReaderOf(call)
  const { method, ...how } = call.body
  const order = await ownOrder(call.house.db, reader, call.params.orderId)
  await brakePayment(call.house, holderOf(call, order.sessionId), { id: order.id, sessionId: order.sessionId, isPending: order.state === 'pending' })
  const paid = await payOrder(call.house, reader, call.params.orderId, method, { ...how, locale: how.locale ?? call.locale })
  return { ...paid, qrSvg: paid.qrText && await call.house.drawQr(paid.qrText), order: await orderReplyFor(call.house, reader, call.params.orderId) }
})
