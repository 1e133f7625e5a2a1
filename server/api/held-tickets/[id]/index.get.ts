import { z } from 'zod'
import { heldTicket } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { ticketListReplyFor } from '#server/http/ticket-reply.ts'
import { uuid } from '#shared/api/primitives.ts'
import { ticketListReply } from '#shared/tickets/ticket-reply.ts'

export default defineEndpoint({
  summary: 'One ticket, for its holder: the owner of the order, or whoever it was handed to',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: ticketListReply,
  errors: ['not-found']
}, async call => await ticketListReplyFor(call.house, [await heldTicket(call.house.db, orderReaderOf(call), call.params.id)]))
