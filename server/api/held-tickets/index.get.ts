import { ticketsHandedTo } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { ticketListReplyFor } from '#server/http/ticket-reply.ts'
import { ticketListReply } from '#shared/tickets/ticket-reply.ts'

export default defineEndpoint({
  summary: 'Tickets that others handed to the caller\'s account',
  callers: 'signed-in',
  reply: ticketListReply
}, async call => await ticketListReplyFor(call.house, await ticketsHandedTo(call.house.db, call.principal!.userId)))
