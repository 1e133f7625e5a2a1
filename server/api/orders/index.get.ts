import { z } from 'zod'
import { uuid } from '#shared/api/primitives.ts'
import { listOrders } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderListReply } from '#shared/api/orders.ts'

export default defineEndpoint({
  summary: 'The caller\'s orders, newest first',
  callers: 'signed-in',
  query: z.object({ cursor: uuid.optional() }),
  reply: orderListReply
}, call => listOrders(call.house.db, call.principal!.userId, call.query.cursor))
