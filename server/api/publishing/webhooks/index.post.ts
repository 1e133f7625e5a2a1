import { addWebhook } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { webhookInput, webhookSecretReply } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'Adds a webhook. The secret that signs is in this reply and never again, so asking twice adds two.',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:write',
  body: webhookInput,
  reply: webhookSecretReply,
  succeeds: [201],
  errors: ['not-allowed', 'webhook-address-refused', 'too-many-webhooks']
}, async ({ house, principal, body, status }) => {
  const added = await addWebhook(house, principal!, body)
  status(201)
  return added
})
