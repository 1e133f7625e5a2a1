import { guestOrdersOf } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { guestOrdersReply } from '#shared/api/orders.ts'

export default defineEndpoint({
  summary: 'How many orders were bought as a guest with the proven address of the caller',
  callers: 'signed-in',
  reply: guestOrdersReply
}, async ({ house, principal }) => ({ count: await guestOrdersOf(house.db, principal!.userId) }))
