import { z } from 'zod'
import { describeResale, offerForSale } from '#server/domain/resale/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { resaleReply } from '#shared/api/resale.ts'

export default defineEndpoint({
  summary: 'Offers a ticket to others at what it costs; it stays good until somebody has paid for its place',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: resaleReply,
  errors: ['not-found', 'resale-refused'],
  idempotency: 'natural'
}, async (call) => {
  const reader = orderReaderOf(call)
  return await describeResale(call.house.db, reader, await offerForSale(call.house, reader, call.params.id))
})
