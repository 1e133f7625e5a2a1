import { z } from 'zod'
import { readEntry } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingEntryReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'One entry of a waiting list: the place, what would help, what is offered',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: waitingEntryReply,
  errors: ['not-found']
}, call => readEntry(call.house.db, orderReaderOf(call), call.params.id))
