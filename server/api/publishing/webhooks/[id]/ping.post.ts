import { pingWebhook } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { webhookDeliveryReply, webhookParams } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'Sends a webhook a test, `ping`, within a second or two',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:write',
  params: webhookParams,
  reply: webhookDeliveryReply,
  succeeds: [202],
  errors: ['webhook-off']
}, async ({ house, principal, params, status }) => {
  const deliveryId = await pingWebhook(house, principal!, params.id)
  status(202)
  return { deliveryId }
})
