import { z } from 'zod'
import { releaseHold } from '#server/domain/inventory/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { holderOf } from '#server/http/people.ts'
import { holdReply, holdToken, releaseHoldInput } from '#shared/api/holds.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Give back some seats or areas of a hold, or all of it',
  callers: 'anyone',
  params: z.object({ id: uuid, token: holdToken }),
  body: releaseHoldInput,
  reply: z.object({ hold: holdReply.nullable() }),
  idempotency: 'natural',
  errors: ['hold-expired', 'seat-not-in-session', 'unavailable']
}, async call => ({ hold: await releaseHold(call.house, holderOf(call, call.params.id), call.params.id, call.params.token, call.body) }))
