import { z } from 'zod'
import { nameTicket } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { nameInput } from '#shared/tickets/transfer.ts'

export default defineEndpoint({
  summary: 'Writes another name on a ticket, until the doors open',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: nameInput,
  succeeds: [204],
  errors: ['not-found', 'name-fixed'],
  idempotency: 'natural'
}, async (call) => {
  await nameTicket(call.house, orderReaderOf(call), call.params.id, call.body.name)
  call.status(204)
  return null
})
