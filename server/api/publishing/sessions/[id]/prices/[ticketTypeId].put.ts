import { z } from 'zod'
import { changeSessionPrice, sessionPrices } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { changePriceInput, sessionPricesReply } from '#shared/api/prices.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Sets a price within the bounds of its rules, or holds the rules off',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid, ticketTypeId: uuid }),
  body: changePriceInput,
  reply: sessionPricesReply,
  errors: ['price-refused', 'price-fixed'],
  idempotency: 'natural'
}, async ({ house, principal, params, body }) => {
  await changeSessionPrice(house, principal!, params.id, params.ticketTypeId, body)
  return await sessionPrices(house, principal!, params.id)
})
