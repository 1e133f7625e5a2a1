import { z } from 'zod'
import { takePlace } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { answerTold, waiterOf } from '#server/http/waiters.ts'
import { uuid } from '#shared/api/primitives.ts'
import { queueReply } from '#shared/api/queue.ts'

export default defineEndpoint({
  summary: 'Take a place in line before a session\'s seats, or find one\'s own again',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: queueReply,
  idempotency: 'natural',
  errors: ['address-crowded', 'unavailable']
}, async (call) => {
  const { waiter, place } = waiterOf(call)
  return answerTold(call, await takePlace(call.house, waiter, call.params.id, place))
})
