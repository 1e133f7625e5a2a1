import { addCategory } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { addCategoryInput, addCategoryReply } from '#shared/api/catalogue-admin.ts'

export default defineEndpoint({
  summary: 'A new category, last among its siblings',
  callers: ['admin'],
  body: addCategoryInput,
  reply: addCategoryReply,
  succeeds: [201],
  errors: ['not-found', 'slug-taken'],
  idempotency: 'stored'
}, async ({ house, principal, body, status }) => {
  const category = await addCategory(house, principal!.userId, body)
  status(201)
  return category
})
