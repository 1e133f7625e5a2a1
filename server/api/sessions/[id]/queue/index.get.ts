import { z } from 'zod'
import { lookAtLine } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { answerTold, waiterOf } from '#server/http/waiters.ts'
import { uuid } from '#shared/api/primitives.ts'
import { queueReply } from '#shared/api/queue.ts'

export default defineEndpoint({
  summary: 'Where the caller stands before a session\'s seats, and when to ask again',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: queueReply,
  errors: ['unavailable']
}, async (call) => {
  const { waiter, place } = waiterOf(call)
  return answerTold(call, await lookAtLine(call.house, waiter, call.params.id, place))
})
