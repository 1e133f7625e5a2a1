import { z } from 'zod'
import { quoteChange } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { holderOf, orderReaderOf } from '#server/http/people.ts'
import { changeQuoteReply, changeWish } from '#shared/api/changes.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'What it would cost to change a ticket for the place that is held: nothing happens yet',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: changeWish,
  reply: changeQuoteReply,
  idempotency: 'natural',
  errors: ['not-found', 'hold-expired', 'ticket-not-changeable', 'change-one-place', 'unavailable']
}, call => quoteChange(call.house, orderReaderOf(call), holderOf(call, call.body.sessionId), call.params.id, call.body))
