import { listDeliveries } from '#server/domain/webhooks/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { webhookDeliveriesReply, webhookParams } from '#shared/api/webhooks.ts'

export default defineEndpoint({
  summary: 'The latest messages to a webhook, with what came of each try; of thirty days',
  callers: ['publisher', 'admin'],
  scope: 'webhooks:read',
  params: webhookParams,
  reply: webhookDeliveriesReply
}, async ({ house, principal, params }) => ({ deliveries: await listDeliveries(house, principal!, params.id) }))
