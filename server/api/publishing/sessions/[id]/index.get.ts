import { z } from 'zod'
import { sessionSales } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'
import { sessionSalesReply } from '#shared/api/session-sales.ts'

export default defineEndpoint({
  summary: 'How one session sells: places sold and in orders, by ticket type',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  params: z.object({ id: uuid }),
  reply: sessionSalesReply
}, ({ house, principal, params }) => sessionSales(house, principal!, params.id))
