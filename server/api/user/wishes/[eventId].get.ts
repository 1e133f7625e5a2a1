import { z } from 'zod'
import { readWishes } from '#server/domain/wishes/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { wishesReply } from '#shared/api/wishes.ts'

export default defineEndpoint({
  summary: 'What the caller wants of an event',
  callers: 'signed-in',
  params: z.object({ eventId: uuid }),
  reply: wishesReply
}, ({ house, principal, params }) => readWishes(house.db, principal!.userId, params.eventId))
