import { z } from 'zod'
import { printTickets, ticketsOfOrder } from '#server/domain/holders/index.ts'
import { ownOrder } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The tickets of an order to print, in the language of `?locale=`',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  gives: 'application/pdf',
  errors: ['not-found', 'no-paper-tickets']
}, async (call) => {
  const order = await ownOrder(call.house.db, orderReaderOf(call), call.params.id)
  return fileReply(call.event, 'application/pdf', `${order.reference}.pdf`, await printTickets(call.house, await ticketsOfOrder(call.house.db, order), call.locale))
})
