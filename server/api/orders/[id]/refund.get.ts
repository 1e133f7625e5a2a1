import { z } from 'zod'
import { describeRefund } from '#server/domain/refunds/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { refundOfferReply } from '#shared/api/refunds.ts'

export default defineEndpoint({
  summary: 'What the tickets of an order are worth when they are given back now, and what became of a request',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: refundOfferReply,
  errors: ['not-found']
}, call => describeRefund(call.house.db, orderReaderOf(call), call.params.id))
