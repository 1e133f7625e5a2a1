import { z } from 'zod'
import { acceptTicket } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { acceptedReply } from '#shared/tickets/transfer.ts'

export default defineEndpoint({
  summary: 'Takes an offered ticket: the old code dies, a new one is born',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: acceptedReply,
  errors: ['not-found', 'transfer-over', 'not-transferable'],
  idempotency: 'natural'
}, async (call) => {
  const ticketId = await acceptTicket(call.house, orderReaderOf(call), call.params.id)
  return { ticketId, isInAccount: call.principal !== null }
})
