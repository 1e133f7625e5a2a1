import { z } from 'zod'
import { leaveList, readEntry } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingEntryReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'Leave a waiting list; places that were offered go to the next in line',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: waitingEntryReply,
  idempotency: 'natural',
  errors: ['not-found', 'illegal-transition']
}, async (call) => {
  const reader = orderReaderOf(call)
  await leaveList(call.house, reader, call.params.id)
  return await readEntry(call.house.db, reader, call.params.id)
})
