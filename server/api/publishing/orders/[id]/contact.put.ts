import { z } from 'zod'
import { type Desk, correctContact, showOrder } from '#server/domain/order-desk/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { correctContactInput, deskOrderReply } from '#shared/api/order-desk.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Corrects the name and address of a guest\'s order, and sends the tickets there by a new private link',
  callers: ['publisher', 'admin'],
  scope: 'orders:write',
  params: z.object({ id: uuid }),
  body: correctContactInput,
  reply: deskOrderReply,
  errors: ['not-found', 'order-not-paid', 'order-of-account', 'rate-limited'],
  idempotency: 'stored'
}, async ({ house, principal, params, body }) => {
  await correctContact(house, house.keys.guests, principal as Desk, params.id, body)
  return await showOrder(house.db, principal as Desk, params.id)
})
