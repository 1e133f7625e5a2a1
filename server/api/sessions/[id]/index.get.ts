import { z } from 'zod'
import { readSession } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { sessionReply } from '#shared/api/catalogue.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'One session: its prices, limits and the address of its seating plan',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: sessionReply,
  cache: 'public, max-age=0, s-maxage=5, stale-while-revalidate=30'
}, ({ house, params }) => readSession(house, params.id))
