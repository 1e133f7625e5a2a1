import { z } from 'zod'
import { changeWish, readEntry } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingEntryReply, waitingWish } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'Change what one waits for; the place stays',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: waitingWish,
  reply: waitingEntryReply,
  idempotency: 'natural',
  errors: ['not-found', 'illegal-transition', 'seats-free', 'waiting-list-closed', 'limit-reached', 'sale-not-open', 'session-cancelled']
}, async (call) => {
  const reader = orderReaderOf(call)
  await changeWish(call.house, reader, call.params.id, call.body)
  return await readEntry(call.house.db, reader, call.params.id)
})
