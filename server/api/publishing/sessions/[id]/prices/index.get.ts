import { z } from 'zod'
import { sessionPrices } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { sessionPricesReply } from '#shared/api/prices.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The prices of one session: rules, history, and what comes next',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  params: z.object({ id: uuid }),
  reply: sessionPricesReply
}, ({ house, principal, params }) => sessionPrices(house, principal!, params.id))
