import { removeWebhook } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { webhookParams } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'Removes a webhook, with what waits for it and its log',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:write',
  params: webhookParams,
  succeeds: [204]
}, async ({ house, principal, params, status }) => {
  await removeWebhook(house, principal!, params.id)
  status(204)
  return null
})
