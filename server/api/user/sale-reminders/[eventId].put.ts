import { z } from 'zod'
import { setSaleReminder } from '#server/domain/wishes/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { wishesReply } from '#shared/api/wishes.ts'

export default defineEndpoint({
  summary: 'Asks to be told when tickets go on sale',
  callers: 'signed-in',
  params: z.object({ eventId: uuid }),
  reply: wishesReply,
  idempotency: 'natural',
  errors: ['not-found']
}, ({ house, principal, params }) => setSaleReminder(house.db, principal!.userId, params.eventId, true))
