import { hasRefused } from '#server/domain/recommend/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { recommendChoice } from '#shared/api/recommend.ts'

export default defineEndpoint({
  summary: 'Whether the caller allows recommendations from what he does',
  callers: 'signed-in',
  reply: recommendChoice
}, async ({ house, principal }) => ({ isPersonal: !await hasRefused(house.db, principal!.userId) }))
