import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { webhookAttempts, webhookDeliveries } from '#drizzle/schema/index.ts'
import { type Principal, recordAudit } from '#server/domain/accounts/index.ts'
import type { WebhookDelivery } from '#shared/api/webhooks.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { bodyOf } from './messages.ts'
import { ownWebhook } from './own-webhooks.ts'
import type { WebhookDeps } from './webhook-sender.ts'

const SHOWN = 50
/** The log forgets after so many days. */
const KEPT_DAYS = 30

/** The latest messages to one of the caller's receivers, each with what came of every try. @throws `not-found` */
export async function listDeliveries({ db }: WebhookDeps, principal: Principal, webhookId: string): Promise<WebhookDelivery[]> {
  await ownWebhook(db, principal, webhookId)
  const rows = await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, webhookId)).orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id)).limit(SHOWN)
  const attempts = rows.length === 0 ? [] : await db.select().from(webhookAttempts).where(inArray(webhookAttempts.deliveryId, rows.map(row => row.id))).orderBy(asc(webhookAttempts.id))
  const byDelivery = Map.groupBy(attempts, attempt => attempt.deliveryId)
  return rows.map(({ id, topic, state, createdAt, nextAt, body }) => ({
    id, topic, state, body, madeAt: createdAt.toISOString(), nextAt: state === 'waiting' ? nextAt.toISOString() : null,
    attempts: (byDelivery.get(id) ?? []).map(({ at, status, error, response, tookMs }) => ({ at: at.toISOString(), status, error, response, tookMs }))
  }))
}

/** Sends a message again by hand, under its own id: whoever took it already knows it. @throws `not-found`; `webhook-off` */
export async function replayDelivery({ db }: WebhookDeps, principal: Principal, webhookId: string, deliveryId: string): Promise<void> {
  await db.transaction(async (tx) => {
    await ownLiveWebhook(tx, principal, webhookId)
    const replayed = await tx.update(webhookDeliveries).set({ state: 'waiting', nextAt: sql`now()`, closedAt: null, tries: 0 })
      .where(and(eq(webhookDeliveries.id, deliveryId), eq(webhookDeliveries.webhookId, webhookId))).returning({ id: webhookDeliveries.id })
    if (replayed.length === 0) throw new DomainError('not-found')
    await recordAudit(tx, { actor: principal.userId, action: 'webhook.replayed', subjectType: 'webhook', subjectId: webhookId, details: { deliveryId } })
  })
}

/** Sends a test. @returns the id of its delivery @throws `not-found`; `webhook-off` */
export async function pingWebhook({ db }: WebhookDeps, principal: Principal, webhookId: string): Promise<string> {
  const id = newId()
  await db.transaction(async (tx) => {
    await ownLiveWebhook(tx, principal, webhookId)
    await tx.insert(webhookDeliveries).values({ id, webhookId, topic: 'ping', dedupeKey: `ping:${id}`, body: bodyOf('ping', { webhookId }, new Date()) })
  })
  return id
}

/** Lets go of old messages with their log. */
export async function forgetDeliveries(db: Queryable): Promise<void> {
  await db.delete(webhookDeliveries).where(lt(webhookDeliveries.createdAt, sql`now() - make_interval(days => ${KEPT_DAYS})`))
}

async function ownLiveWebhook(tx: Queryable, principal: Principal, id: string): Promise<void> {
  if ((await ownWebhook(tx, principal, id)).state === 'off') throw new DomainError('webhook-off')
}
