import { z } from 'zod'
import { recommendFor } from '#server/domain/recommend/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { ownOrAdmin } from '#server/http/own-or-admin.ts'
import { uuid } from '#shared/api/primitives.ts'
import { recommendQuery, recommendReply } from '#shared/api/recommend.ts'

export default defineEndpoint({
  summary: 'Events that a person may like and can buy now, each with the reason. For that person, and for admins.',
  callers: 'signed-in',
  params: z.object({ userId: uuid }),
  query: recommendQuery,
  reply: recommendReply,
  errors: ['not-found']
}, ({ house, principal, params, query }) => {
  ownOrAdmin(house, principal!, params.userId)
  return recommendFor(house.db, params.userId, query)
})
