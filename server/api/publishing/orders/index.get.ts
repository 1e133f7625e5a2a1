import { type Desk, findOrders } from '#server/domain/order-desk/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { deskOrdersQuery, deskOrdersReply } from '#shared/api/order-desk.ts'

export default defineEndpoint({
  summary: 'Orders of a publisher\'s events, of all for an admin: the newest, or those that are meant by a number, name or address',
  callers: ['publisher', 'admin'],
  scope: 'orders:read',
  query: deskOrdersQuery,
  reply: deskOrdersReply,
  errors: ['invalid-input']
}, ({ house, principal, query }) => findOrders(house, principal as Desk, query))
