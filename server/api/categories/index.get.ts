import { listCategories } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { categoryListReply } from '#shared/api/catalogue.ts'

export default defineEndpoint({
  summary: 'The category tree, parents first, with the number of events in each',
  callers: 'anyone',
  reply: categoryListReply,
  cache: 'public, max-age=0, s-maxage=2'
}, async ({ house }) => ({ categories: await listCategories(house) }))
