import { changeWebhook } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { changedWebhookInput, webhookParams, webhookView } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'Changes a webhook, or turns it off or on again; what waits for it then goes out',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:write',
  params: webhookParams,
  body: changedWebhookInput,
  reply: webhookView,
  idempotency: 'natural',
  errors: ['not-allowed', 'webhook-address-refused']
}, async ({ house, principal, params, body }) => await changeWebhook(house, principal!, params.id, body))
