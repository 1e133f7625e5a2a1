import { z } from 'zod'
import { recentSimilar } from '#server/domain/recommend/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { slugParam } from '#shared/api/primitives.ts'
import { similarReply } from '#shared/api/recommend.ts'

export default defineEndpoint({
  summary: 'Events like this one that can be bought now: the same for everybody',
  callers: 'anyone',
  params: z.object({ event: slugParam }),
  reply: similarReply,
  errors: ['not-found'],
  cache: 'public, max-age=60, s-maxage=60, stale-while-revalidate=300'
}, ({ house, params }) => recentSimilar(house, params.event))
