import { z } from 'zod'
import { confirmEntry, readEntry } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingEntryReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'A guest says that he wants to be on the list',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: waitingEntryReply,
  idempotency: 'natural',
  errors: ['not-found']
}, async (call) => {
  const reader = orderReaderOf(call)
  await confirmEntry(call.house, reader, call.params.id)
  return await readEntry(call.house.db, reader, call.params.id)
})
