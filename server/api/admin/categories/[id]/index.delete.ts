import { z } from 'zod'
import { removeCategory } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Deletes a category that holds nothing',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  succeeds: [204],
  errors: ['not-found', 'category-in-use'],
  idempotency: 'natural'
}, async ({ house, principal, params, status }) => {
  await removeCategory(house, principal!.userId, params.id)
  status(204)
  return null
})
