import { z } from 'zod'
import { setFavourite } from '#server/domain/wishes/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { wishesReply } from '#shared/api/wishes.ts'

export default defineEndpoint({
  summary: 'Takes an event out of one\'s favourites',
  callers: 'signed-in',
  params: z.object({ eventId: uuid }),
  reply: wishesReply,
  idempotency: 'natural',
  errors: ['not-found']
}, ({ house, principal, params }) => setFavourite(house.db, principal!.userId, params.eventId, false))
