import { z } from 'zod'
import { changeCategory } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { changeCategoryInput } from '#shared/api/catalogue-admin.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Gives a category other names or another address',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: changeCategoryInput,
  succeeds: [204],
  errors: ['not-found', 'slug-taken'],
  idempotency: 'natural'
}, async ({ house, principal, params, body, status }) => {
  await changeCategory(house, principal!.userId, params.id, body)
  status(204)
  return null
})
