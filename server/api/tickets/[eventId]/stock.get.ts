import { z } from 'zod'
import { recentStock } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { stockReply } from '#shared/api/catalogue.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'What is left of every session of an event, by ticket type',
  callers: 'anyone',
  params: z.object({ eventId: uuid }),
  reply: stockReply,
  cache: 'public, max-age=0, s-maxage=1'
}, ({ house, params }) => recentStock(house, params.eventId))
