import { z } from 'zod'
import { startChange } from '#server/domain/orders/index.ts'
import { noteOrder } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { holderOf, orderReaderOf } from '#server/http/people.ts'
import { changeInput } from '#shared/api/changes.ts'
import { orderReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Make the order that takes the place of a ticket, at the difference that was shown; the old ticket ends when it is paid',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: changeInput,
  reply: orderReply,
  succeeds: [201],
  idempotency: 'stored',
  errors: ['not-found', 'hold-expired', 'ticket-not-changeable', 'change-one-place', 'change-differs', 'seat-taken', 'area-full', 'limit-reached', 'table-over-limit', 'sale-not-open', 'session-cancelled', 'seat-not-for-sale', 'access-code-refused', 'quota-full', 'login-required', 'unavailable']
}, async (call) => {
  const reader = orderReaderOf(call)
  const buyer = { userId: call.principal?.userId ?? null, visitor: call.visitor(), locale: call.body.locale ?? call.locale, guestKey: call.house.keys.guests }
  const orderId = await startChange(call.house, reader, buyer, call.params.id, call.body)
  await noteOrder(call.house, holderOf(call, call.body.sessionId), call.body.sessionId, orderId)
  call.status(201)
  return await orderReplyFor(call.house, reader, orderId)
})
