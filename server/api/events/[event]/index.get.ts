import { z } from 'zod'
import { readEvent } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { slugParam } from '#shared/api/primitives.ts'
import { eventReply } from '#shared/api/catalogue.ts'

export default defineEndpoint({
  summary: 'Everything of an event but its seats',
  callers: 'anyone',
  params: z.object({ event: slugParam }),
  reply: eventReply,
  cache: 'public, max-age=0, s-maxage=2'
}, ({ house, params }) => readEvent(house, params.event))
