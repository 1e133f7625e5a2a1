import { z } from 'zod'
import { withdrawTicket } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Takes a ticket back that was offered to somebody who has not accepted yet',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found', 'transfer-over'],
  idempotency: 'natural'
}, async (call) => {
  await withdrawTicket(call.house, orderReaderOf(call), call.params.id)
  call.status(204)
  return null
})
