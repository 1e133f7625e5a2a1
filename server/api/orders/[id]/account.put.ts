import { z } from 'zod'
import { takeOver } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { orderReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Takes a guest\'s order, by the secret of its link, into the account of the caller',
  callers: 'signed-in',
  params: z.object({ id: uuid }),
  reply: orderReply,
  idempotency: 'natural',
  errors: ['not-found', 'order-in-account', 'login-required']
}, async (call) => {
  const reader = { ...orderReaderOf(call), userId: call.principal!.userId }
  await takeOver(call.house.db, reader, call.params.id)
  return await orderReplyFor(call.house, reader, call.params.id)
})
