import { and, arrayOverlaps, eq, isNull, ne } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { users, webhookDeliveries, webhooks } from '#drizzle/schema/index.ts'
import type { WebhookTopic } from '#shared/api/webhooks.ts'
import { type Happening, bodyOf } from './messages.ts'

export interface Listener { id: string, ownerId: string, hearsAll: boolean, topics: WebhookTopic[] }

/**
 * Receivers that are on and want one of these topics, of owners who may still hear of it: publishers and admins that are not shut out;
 * everybody's events for who is an admin now.
 */
export async function listenersOf(db: Queryable, topics: WebhookTopic[]): Promise<Listener[]> {
  const rows = await db.select({ id: webhooks.id, ownerId: webhooks.ownerId, hearsAll: webhooks.hearsAll, topics: webhooks.topics, role: users.role })
    .from(webhooks).innerJoin(users, eq(users.id, webhooks.ownerId))
    .where(and(eq(webhooks.state, 'on'), arrayOverlaps(webhooks.topics, topics), ne(users.role, 'customer'), isNull(users.disabledAt), isNull(users.erasedAt)))
  return rows.filter(row => !row.hearsAll || row.role === 'admin')
}

/** Leaves a message for each receiver that wants it, in the caller's transaction; doing it again adds nothing. */
export async function tellListeners(db: Queryable, listeners: Listener[], happenings: Happening[]): Promise<void> {
  const at = new Date()
  const messages = happenings.flatMap(({ topic, dedupeKey, publisherId, data }) => listeners
    .filter(listener => listener.topics.includes(topic) && (listener.hearsAll || listener.ownerId === publisherId))
    .map(listener => ({ webhookId: listener.id, topic, dedupeKey, body: bodyOf(topic, data, at) })))
  if (messages.length > 0) await db.insert(webhookDeliveries).values(messages).onConflictDoNothing()
}
