import { z } from 'zod'
import { instant, personName, uuid } from './primitives.ts'

/** What receivers may hear of. Payloads have ids, amounts and states, and nothing of a person. */
export const WEBHOOK_TOPICS = [
  'order.paid', 'order.partially_refunded', 'order.refunded', 'ticket.used', 'ticket.refunded', 'ticket.transferred', 'ticket.changed', 'ticket.resold',
  'event.approved', 'event.rejected', 'event.cancelled', 'session.sold-out'
] as const
export type WebhookTopic = typeof WEBHOOK_TOPICS[number]

/** An address that takes POST. Whether it leads to the outside is decided again whenever it is connected to. */
export const webhookUrl = z.string().max(2000).refine(text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !new URL(text).username && !new URL(text).password && !new URL(text).hash, { error: 'is an https address without a password in it' })

/** `POST /api/publishing/webhooks`. */
export const webhookInput = z.strictObject({
  name: personName,
  url: webhookUrl,
  topics: z.array(z.enum(WEBHOOK_TOPICS)).min(1).max(WEBHOOK_TOPICS.length),
  /** Admins only: of everybody's events instead of their own. */
  hearsAll: z.boolean().optional()
})
/** `PUT .../:id`. `isOn` turns one on again that was turned off. */
export const changedWebhookInput = webhookInput.extend({ isOn: z.boolean() })

export const webhookView = z.object({
  id: uuid,
  name: z.string(),
  url: z.string(),
  topics: z.array(z.enum(WEBHOOK_TOPICS)),
  hearsAll: z.boolean(),
  state: z.enum(['on', 'off']),
  /** Why it is off: its owner, a receiver that said it is gone (410), or three days of failing. */
  offReason: z.enum(['owner', 'gone', 'failing']).nullable(),
  failingSince: instant.nullable(),
  /** Until when the secret before this one signs too. */
  formerSecretUntil: instant.nullable(),
  madeAt: instant
})
export const webhooksReply = z.object({ webhooks: z.array(webhookView), mayHearAll: z.boolean() })
/** `secret` is shown this once. */
export const webhookSecretReply = z.object({ secret: z.string(), webhook: webhookView })

export const webhookAttempt = z.object({ at: instant, status: z.int().nullable(), error: z.string().nullable(), response: z.string().nullable(), tookMs: z.int() })
export const webhookDelivery = z.object({
  id: uuid,
  /** `ping` for a test. */
  topic: z.string(),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  madeAt: instant,
  nextAt: instant.nullable(),
  body: z.string(),
  attempts: z.array(webhookAttempt)
})
export const webhookDeliveriesReply = z.object({ deliveries: z.array(webhookDelivery) })
export const webhookDeliveryReply = z.object({ deliveryId: uuid })
export const webhookParams = z.object({ id: uuid })
export const webhookDeliveryParams = z.object({ id: uuid, deliveryId: uuid })

export type WebhookInput = z.infer<typeof webhookInput>
export type ChangedWebhookInput = z.infer<typeof changedWebhookInput>
export type WebhookView = z.infer<typeof webhookView>
export type WebhooksReply = z.infer<typeof webhooksReply>
export type WebhookSecretReply = z.infer<typeof webhookSecretReply>
export type WebhookDelivery = z.infer<typeof webhookDelivery>
export type WebhookDeliveriesReply = z.infer<typeof webhookDeliveriesReply>
