import { z } from 'zod'
import { heldTicket, printTickets } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'One ticket to print, in the language of `?locale=`',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  gives: 'application/pdf',
  errors: ['not-found', 'no-paper-tickets']
}, async (call) => {
  const ticket = await heldTicket(call.house.db, orderReaderOf(call), call.params.id)
  return fileReply(call.event, 'application/pdf', `${ticket.reference}.pdf`, await printTickets(call.house, [ticket], call.locale))
})
