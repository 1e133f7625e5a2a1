import { z } from 'zod'
import { readPriceHistory } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { priceHistoryReply } from '#shared/api/prices.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'How the prices of a session have moved, and why',
  callers: 'anyone',
  params: z.object({ id: uuid }),
  reply: priceHistoryReply,
  cache: 'public, max-age=5'
}, ({ house, params }) => readPriceHistory(house, params.id))
