import { z } from 'zod'
import { offerTicket } from '#server/domain/holders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { transferInput } from '#shared/tickets/transfer.ts'

export default defineEndpoint({
  summary: 'Offers a ticket to somebody by e-mail; until he accepts it stays as it is',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: transferInput,
  succeeds: [204],
  errors: ['not-found', 'not-transferable', 'transfer-under-way'],
  idempotency: 'stored'
}, async (call) => {
  const { name, email, locale } = call.body
  await offerTicket({ db: call.house.db, guestKey: call.house.keys.guests }, orderReaderOf(call), call.params.id, { name, email, locale: locale ?? call.locale })
  call.status(204)
  return null
})
