import { z } from 'zod'
import { readHold } from '#server/domain/inventory/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { holderOf } from '#server/http/people.ts'
import { holdReply, holdToken } from '#shared/api/holds.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The caller\'s hold and the time left of it',
  callers: 'anyone',
  params: z.object({ id: uuid, token: holdToken }),
  reply: holdReply,
  errors: ['hold-expired', 'unavailable']
}, call => readHold(call.house, holderOf(call, call.params.id), call.params.id, call.params.token))
