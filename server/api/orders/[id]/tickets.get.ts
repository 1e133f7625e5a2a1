import { z } from 'zod'
import { ticketsOfOrder } from '#server/domain/holders/index.ts'
import { ownOrder } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { ticketListReplyFor } from '#server/http/ticket-reply.ts'
import { uuid } from '#shared/api/primitives.ts'
import { ticketListReply } from '#shared/tickets/ticket-reply.ts'

export default defineEndpoint({
  summary: 'The tickets of an order, each with its QR code, or what the code is made of where it moves',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: ticketListReply,
  errors: ['not-found']
}, async (call) => {
  const order = await ownOrder(call.house.db, orderReaderOf(call), call.params.id)
  return await ticketListReplyFor(call.house, await ticketsOfOrder(call.house.db, order))
})
