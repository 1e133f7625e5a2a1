import { replayDelivery } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { webhookDeliveryParams, webhookDeliveryReply } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'Sends a message again, under its own id, so that whoever took it knows it',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:write',
  params: webhookDeliveryParams,
  reply: webhookDeliveryReply,
  succeeds: [202],
  idempotency: 'natural',
  errors: ['webhook-off']
}, async ({ house, principal, params, status }) => {
  await replayDelivery(house, principal!, params.id, params.deliveryId)
  status(202)
  return { deliveryId: params.deliveryId }
})
