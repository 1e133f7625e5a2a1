import { z } from 'zod'
import { readList } from '#server/domain/waiting-list/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { waitingListReply } from '#shared/api/waiting-list.ts'

export default defineEndpoint({
  summary: 'The waiting list of a session: whether one can join, and for what',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: waitingListReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readList(house, params.id, principal?.userId ?? null))
