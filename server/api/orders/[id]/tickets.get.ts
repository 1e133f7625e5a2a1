import { z } from 'zod'
import { ownOrder, ticketsOf } from '#server/domain/orders/index.ts'
import { signTicket } from '#server/domain/tickets/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { ticketListReply } from '#shared/api/orders.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The tickets of an order, each with its QR code',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: ticketListReply,
  errors: ['not-found']
}, async (call) => {
  const order = await ownOrder(call.house.db, orderReaderOf(call), call.params.id)
  const tickets = await ticketsOf(call.house.db, order)
  return {
    tickets: await Promise.all(tickets.map(async ({ ticket, labels, occasion }) => {
      const code = ticket.state === 'valid' ? await signTicket(call.house.keys.tickets, ticket, 'fixed') : null
      return { id: ticket.id, state: ticket.state, ...labels, orderId: order.id, reference: order.reference, holderName: order.contactName, occasion, code, qrSvg: code && await call.house.drawQr(code) }
    }))
  }
})
