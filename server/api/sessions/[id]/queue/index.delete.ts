import { z } from 'zod'
import { leaveLine } from '#server/domain/queue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { setAdmission, setPlace } from '#server/http/queue-cookies.ts'
import { waiterOf } from '#server/http/waiters.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Give up one\'s place in line, or one\'s admission',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: z.object({ left: z.literal(true) }),
  idempotency: 'natural',
  errors: ['unavailable']
}, async (call) => {
  const { waiter, place } = waiterOf(call)
  await leaveLine(call.house, waiter, call.params.id, place)
  setPlace(call.event, call.house.settings, call.params.id, null)
  setAdmission(call.event, call.house.settings, call.params.id, null)
  return { left: true as const }
})
