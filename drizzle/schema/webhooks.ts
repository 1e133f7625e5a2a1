import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { WebhookTopic } from '#shared/api/webhooks.ts'
import { users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'

export const webhookState = pgEnum('webhook_state', ['on', 'off'])
export const webhookOffReason = pgEnum('webhook_off_reason', ['owner', 'gone', 'failing'])
export const webhookDeliveryState = pgEnum('webhook_delivery_state', ['waiting', 'delivered', 'given-up'])

/** Where a publisher's or an admin's own system hears of what happens. */
export const webhooks = pgTable('webhooks', {
  id: id(),
  ownerId: uuid('owner_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  url: text('url').notNull(),
  topics: text('topics').array().$type<WebhookTopic[]>().notNull(),
  /** An admin's: of everybody's events. */
  hearsAll: boolean('hears_all').notNull().default(false),
  state: webhookState('state').notNull().default('on'),
  offReason: webhookOffReason('off_reason'),
  /** Signs what is sent, sealed with a key of the house. */
  secretSealed: text('secret_sealed').notNull(),
  /** The one before, which signs as well until then. */
  formerSecretSealed: text('former_secret_sealed'),
  formerSecretUntil: instant('former_secret_until'),
  /** When it failed first, with nothing delivered since. */
  failingSince: instant('failing_since'),
  createdAt: createdAt()
}, t => [index('webhooks_owner').on(t.ownerId), check('webhooks_off', sql`(${t.state} = 'off') = (${t.offReason} is not null)`)])

/** One message to one receiver, with its own story. */
export const webhookDeliveries = pgTable('webhook_deliveries', {
  id: id(),
  webhookId: uuid('webhook_id').notNull().references(() => webhooks.id, { onDelete: 'cascade' }),
  topic: text('topic').notNull(),
  /** The same happening reaches the same receiver once. */
  dedupeKey: text('dedupe_key').notNull(),
  body: text('body').notNull(),
  state: webhookDeliveryState('state').notNull().default('waiting'),
  tries: integer('tries').notNull().default(0),
  /** Not before; while it is being sent, until when nobody else sends it. */
  nextAt: instant('next_at').notNull().default(sql`now()`),
  createdAt: createdAt(),
  closedAt: instant('closed_at')
}, t => [
  uniqueIndex('webhook_deliveries_once').on(t.webhookId, t.dedupeKey),
  index('webhook_deliveries_due').on(t.nextAt).where(sql`${t.state} = 'waiting'`),
  index('webhook_deliveries_latest').on(t.webhookId, t.createdAt)
])

/** What came of each try. */
export const webhookAttempts = pgTable('webhook_attempts', {
  id: id(),
  deliveryId: uuid('delivery_id').notNull().references(() => webhookDeliveries.id, { onDelete: 'cascade' }),
  at: createdAt(),
  status: integer('status'),
  error: text('error'),
  /** The beginning of the answer. */
  response: text('response'),
  tookMs: integer('took_ms').notNull()
}, t => [index('webhook_attempts_delivery').on(t.deliveryId)])
