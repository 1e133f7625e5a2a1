import { z } from 'zod'
import { mergeCategory } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { mergeCategoryInput, mergeCategoryReply } from '#shared/api/catalogue-admin.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Makes one category of two; no event is lost',
  callers: ['admin'],
  params: z.object({ id: uuid }),
  body: mergeCategoryInput,
  reply: mergeCategoryReply,
  errors: ['not-found', 'category-circle'],
  idempotency: 'stored'
}, ({ house, principal, params, body }) => mergeCategory(house, principal!.userId, params.id, body.into))
