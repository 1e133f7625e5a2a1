import { z } from 'zod'
import { revokeApiToken } from '#server/domain/api-tokens/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'Takes an API token back: from now on it opens nothing',
  callers: ['publisher', 'admin'],
  params: z.object({ id: uuid }),
  succeeds: [204]
}, async ({ house, principal, params, status }) => {
  await revokeApiToken(house.db, principal!.userId, params.id)
  status(204)
  return null
})
