import { z } from 'zod'
import { enter } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { setAdmission } from '#server/http/queue-cookies.ts'
import { waiterOf } from '#server/http/waiters.ts'
import { uuid } from '#shared/api/primitives.ts'
import { entryReply } from '#shared/api/queue.ts'

export default defineEndpoint({
  summary: 'Go in when it is one\'s turn: gives the admission that holds of this session ask for',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: entryReply,
  idempotency: 'natural',
  errors: ['not-your-turn', 'admission-over', 'unavailable']
}, async (call) => {
  const { waiter, place } = waiterOf(call)
  const entered = await enter(call.house, waiter, call.params.id, place)
  setAdmission(call.event, call.house.settings, call.params.id, entered.admission, (entered.remainingMs ?? 0) / 1000)
  return entered
})
