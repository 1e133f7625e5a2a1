import { z } from 'zod'
import { extendHold } from '#server/domain/inventory/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { holderOf } from '#server/http/people.ts'
import { holdReply, holdToken } from '#shared/api/holds.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Extend a hold, once in its life',
  callers: 'anyone',
  params: z.object({ id: uuid, token: holdToken }),
  reply: holdReply,
  idempotency: 'natural',
  errors: ['hold-expired', 'hold-not-extendable', 'unavailable']
}, call => extendHold(call.house, holderOf(call, call.params.id), call.params.id, call.params.token))
