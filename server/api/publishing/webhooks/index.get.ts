import { listWebhooks } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { webhooksReply } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'The caller\'s webhooks: where his own systems hear of what happens',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:read',
  reply: webhooksReply
}, async ({ house, principal }) => ({ webhooks: await listWebhooks(house.db, principal!.userId), mayHearAll: principal!.role === 'admin' }))
