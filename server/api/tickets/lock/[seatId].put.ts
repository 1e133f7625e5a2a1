import { z } from 'zod'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { countAccessHold } from '#server/domain/places/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { holdGate, inTheRush } from '#server/http/hold-rush.ts'
import { holderOf } from '#server/http/people.ts'
import { offerAlternatives } from '#server/http/offer-alternatives.ts'
import { holdReply, lockSeatInput } from '#shared/api/holds.ts'
import { seatIdInput } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Hold one seat, or add it to a hold',
  callers: 'anyone',
  params: z.object({ seatId: seatIdInput }),
  body: lockSeatInput,
  reply: holdReply,
  idempotency: 'natural',
  gate: holdGate,
  errors: ['not-found', 'seat-not-in-session', 'seat-taken', 'seat-not-for-sale', 'single-seat-left', 'limit-reached', 'table-over-limit', 'quota-full', 'hold-expired', 'sale-not-open', 'session-cancelled', 'access-code-refused', 'rate-limited', 'queue-first', 'admission-refused', 'admission-over', 'too-busy', 'unavailable']
}, async (call) => {
  const { sessionId, holdToken, ticketTypeId, accessCode, changing } = call.body
  if (accessCode) await countAccessHold(call.house, originOf(call.event).network)
  return await inTheRush(() => offerAlternatives(call.house, sessionId, () =>
    holdSeats(call.house, holderOf(call, sessionId), sessionId, { holdToken, seats: [{ seatId: call.params.seatId, ticketTypeId }], accessCode, changing })))
})
