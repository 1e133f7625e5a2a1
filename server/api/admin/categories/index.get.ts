import { readCategoryTree } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { adminCategoriesReply } from '#shared/api/catalogue-admin.ts'

export default defineEndpoint({
  summary: 'The category tree as admins edit it',
  callers: ['admin'],
  reply: adminCategoriesReply
}, async ({ house }) => ({ categories: await readCategoryTree(house) }))
