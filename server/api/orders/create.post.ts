import { countPromoOrder, createOrder } from '#server/domain/orders/index.ts'
import { noteOrder } from '#server/domain/queue/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { holderOf } from '#server/http/people.ts'
import { createOrderInput, createdOrderReply } from '#shared/api/orders.ts'

export default defineEndpoint({
  summary: 'Make the order of a hold',
  callers: 'anyone',
  body: createOrderInput,
  reply: createdOrderReply,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-found', 'hold-expired', 'seat-taken', 'area-full', 'limit-reached', 'table-over-limit', 'sale-not-open', 'session-cancelled', 'login-required', 'promo-code-refused', 'access-code-refused', 'seat-not-for-sale', 'quota-full', 'rate-limited', 'unavailable']
}, async (call) => {
  const buyer = { userId: call.principal?.userId ?? null, visitor: call.visitor(), locale: call.body.locale ?? call.locale, guestKey: call.house.keys.guests }
  if (call.body.promoCode) await countPromoOrder(call.house, originOf(call.event).network)
  const { orderId, guestSecret } = await createOrder(call.house, buyer, call.body)
  await noteOrder(call.house, holderOf(call, call.body.sessionId), call.body.sessionId, orderId)
  call.status(201)
  return { ...await orderReplyFor(call.house, { userId: buyer.userId, guestSecret }, orderId), guestSecret }
})
