import { z } from 'zod'
import { describeResale, takeOffSale } from '#server/domain/resale/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { resaleReply } from '#shared/api/resale.ts'

export default defineEndpoint({
  summary: 'Takes a ticket off sale that nobody has bought yet',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: resaleReply,
  errors: ['not-found', 'resale-locked', 'resale-over'],
  idempotency: 'natural'
}, async (call) => {
  const reader = orderReaderOf(call)
  return await describeResale(call.house.db, reader, await takeOffSale(call.house, reader, call.params.id))
})
