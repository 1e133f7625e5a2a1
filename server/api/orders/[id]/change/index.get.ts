import { z } from 'zod'
import { describeChange } from '#server/domain/orders/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { orderReaderOf } from '#server/http/people.ts'
import { changeOptionsReply } from '#shared/api/changes.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Which tickets of an order can be changed for another seat or date now, and on what terms',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: changeOptionsReply,
  errors: ['not-found']
}, call => describeChange(call.house.db, orderReaderOf(call), call.params.id))
