import { z } from 'zod'
import { listOrders } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderListReply } from '#shared/api/orders.ts'

export default defineEndpoint({
  summary: 'The caller\'s orders, newest first',
  callers: 'signed-in',
  query: z.object({ cursor: z.string().max(60).optional() }),
  reply: orderListReply
}, call => listOrders(call.house.db, call.principal!.userId, call.query.cursor))
