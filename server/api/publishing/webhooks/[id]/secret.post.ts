import { rotateSecret } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { webhookParams, webhookSecretReply } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'Gives a webhook another secret, in this reply and never again. The one before signs too for a day.',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:write',
  params: webhookParams,
  reply: webhookSecretReply
}, async ({ house, principal, params }) => await rotateSecret(house, principal!, params.id))
