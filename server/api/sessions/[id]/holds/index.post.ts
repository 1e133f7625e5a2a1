import { z } from 'zod'
import { holdMakingRoom } from '#server/domain/orders/index.ts'
import { countAccessHold } from '#server/domain/places/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { holdGate, inTheRush } from '#server/http/hold-rush.ts'
import { offerAlternatives } from '#server/http/offer-alternatives.ts'
import { holderOf } from '#server/http/people.ts'
import { createHoldInput, holdReply } from '#shared/api/holds.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Hold several seats, standing places, or the best available: all or nothing',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: createHoldInput,
  reply: holdReply,
  idempotency: 'natural',
  gate: holdGate,
  errors: ['not-found', 'seat-not-in-session', 'seat-taken', 'seat-not-for-sale', 'single-seat-left', 'area-full', 'no-block-left', 'limit-reached', 'table-over-limit', 'quota-full', 'hold-expired', 'sale-not-open', 'session-cancelled', 'idempotency-mismatch', 'access-code-refused', 'rate-limited', 'queue-first', 'admission-refused', 'admission-over', 'too-busy', 'unavailable']
}, async (call) => {
  if (call.body.accessCode) await countAccessHold(call.house, originOf(call.event).network)
  return await inTheRush(() => offerAlternatives(call.house, call.params.id, () => holdMakingRoom(call.house, holderOf(call, call.params.id), call.params.id, call.body)))
})
