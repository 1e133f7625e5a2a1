import { listApiTokens } from '#server/domain/api-tokens/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { apiTokensReply } from '#shared/api/api-tokens.ts'

export default defineEndpoint({
  summary: 'The caller\'s API tokens, without what opens anything',
  callers: ['publisher', 'admin'],
  reply: apiTokensReply
}, async ({ house, principal }) => ({ tokens: await listApiTokens(house.db, principal!.userId) }))
