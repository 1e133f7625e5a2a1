import { takeOverAll } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { guestOrdersReply } from '#shared/api/orders.ts'

export default defineEndpoint({
  summary: 'Takes orders that were bought as a guest with the proven address of the caller into his account',
  callers: 'signed-in',
  reply: guestOrdersReply,
  idempotency: 'natural',
  errors: ['login-required']
}, async ({ house, principal }) => ({ count: await takeOverAll(house.db, principal!.userId) }))
