import { z } from 'zod'
import { moveCategory } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { moveCategoryInput } from '#shared/api/catalogue-admin.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Moves a category with all that lies below it',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: moveCategoryInput,
  succeeds: [204],
  errors: ['not-found', 'category-circle'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  await moveCategory(house, principal!.userId, params.id, body)
  status(204)
  return null
})
