import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReplyFor } from '#server/http/order-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { orderReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'One of the caller\'s orders',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: orderReply,
  errors: ['not-found']
}, call => orderReplyFor(call.house, orderReaderOf(call), call.params.id))
