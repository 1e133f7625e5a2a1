import { z } from 'zod'
import { readEvent } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { eventReply } from '#shared/api/catalogue.ts'

export default defineEndpoint({
  summary: 'Everything of an event but its seats',
  callers: 'anyone',
  // Slugs are words of letters and digits; anything else cannot be one.
  params: z.object({ event: z.string().max(160).regex(/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u) }),
  reply: eventReply,
  cache: 'public, max-age=0, s-maxage=2'
}, ({ house, params }) => readEvent(house, params.event))
