import { z } from 'zod'
import { type Desk, showOrder } from '#server/domain/order-desk/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { deskOrderReply } from '#shared/api/order-desk.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'An order of a publisher\'s event, of any for an admin: its tickets, its money, what can be taken back, and what happened to it',
  callers: ['publisher', 'admin'],
  scope: 'orders:read',
  params: z.object({ id: uuid }),
  reply: deskOrderReply,
  errors: ['not-found']
}, ({ house, principal, params }) => showOrder(house.db, principal as Desk, params.id))
