import { z } from 'zod'
import { openAccessFor } from '#server/domain/places/index.ts'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { openAccessInput, openAccessReply } from '#shared/api/session-places.ts'

export default defineEndpoint({
  summary: 'What an access code opens now. Asking uses nothing up.',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  body: openAccessInput,
  reply: openAccessReply,
  errors: ['not-found', 'access-code-refused', 'rate-limited', 'unavailable'],
  idempotency: 'natural'
}, call => openAccessFor(call.house, originOf(call.event).network, call.params.id, call.body.code))
