import { z } from 'zod'
import { describeResale } from '#server/domain/resale/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { uuid } from '#shared/api/primitives.ts'
import { resaleReply } from '#shared/api/resale.ts'

export default defineEndpoint({
  summary: 'Which tickets of an order may be offered to others, which are, and what their buyer gets for them',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: resaleReply,
  errors: ['not-found']
}, call => describeResale(call.house.db, orderReaderOf(call), call.params.id))
