/** What others may ask of outgoing webhooks. */
export { forgetDeliveries, listDeliveries, pingWebhook, replayDelivery } from './deliveries.ts'
export { deliverWebhooks } from './deliver.ts'
export { type Happening, type Noted, eventHappenings, orderHappenings, soldOutHappenings, ticketHappenings } from './messages.ts'
export { addWebhook, changeWebhook, listWebhooks, removeWebhook, rotateSecret } from './own-webhooks.ts'
export { listenersOf, tellListeners } from './tell.ts'
export type { WebhookAnswer, WebhookDeps, WebhookSender } from './webhook-sender.ts'
