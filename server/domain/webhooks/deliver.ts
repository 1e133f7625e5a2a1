import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { webhookAttempts, webhookDeliveries, webhooks } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { open } from '#shared/secrets/sealed.ts'
import type { WebhookRow } from './own-webhooks.ts'
import { FAILING_DAYS, waitAfter } from './rhythm.ts'
import { signedHeaders } from './signature.ts'
import type { WebhookAnswer, WebhookDeps } from './webhook-sender.ts'

/** Messages at a time, and of one receiver, so that a slow one does not stop the others. */
const AT_ONCE = 20
const EACH = 4
/** Longer than any request lives, in s: after it a message whose sender died is sent again. */
const LEASE_SECONDS = 60
/** A turn begins no further messages after so long, in ms. */
const LONGEST_TURN_MS = 8_000

type Delivery = typeof webhookDeliveries.$inferSelect

/**
 * Sends what is due to receivers that are on, each message at least once. Processes share the work: who takes a message keeps others
 * from it for a minute. A receiver that says it is gone, or fails for three days, is turned off, and its owner is told.
 * @returns how many were tried
 */
export async function deliverWebhooks(deps: WebhookDeps): Promise<number> {
  const until = performance.now() + LONGEST_TURN_MS
  let tried = 0
  while (performance.now() < until) {
    const due = await takeDue(deps)
    if (due.length === 0) break
    const receivers = new Map((await deps.db.select().from(webhooks).where(inArray(webhooks.id, due.map(one => one.webhookId)))).map(row => [row.id, row]))
    await Promise.all(due.map(async (delivery) => {
      const receiver = receivers.get(delivery.webhookId)
      if (receiver) await send(deps, receiver, delivery)
    }))
    tried += due.length
  }
  return tried
}

async function takeDue({ db }: WebhookDeps): Promise<Delivery[]> {
  return await db.update(webhookDeliveries).set({ tries: sql`${webhookDeliveries.tries} + 1`, nextAt: sql`now() + make_interval(secs => ${LEASE_SECONDS})` })
    .where(inArray(webhookDeliveries.id, sql`(
      select d.id from webhook_deliveries d where d.id in (
        select id from (
          select d.id, d.next_at, row_number() over (partition by d.webhook_id order by d.next_at, d.id) as place
          from webhook_deliveries d join webhooks w on w.id = d.webhook_id where d.state = 'waiting' and d.next_at <= now() and w.state = 'on'
        ) ranked where place <= ${EACH} order by next_at limit ${AT_ONCE}
      ) and d.state = 'waiting' and d.next_at <= now() for update skip locked)`)).returning()
}

async function send(deps: WebhookDeps, receiver: WebhookRow, delivery: Delivery): Promise<void> {
  const headers = signedHeaders(secretsOf(deps, receiver), { id: `msg_${delivery.id}`, body: delivery.body, atSeconds: Math.floor(Date.now() / 1000) })
  const answer = await deps.webhookSender.post(receiver.url, { 'content-type': 'application/json', 'user-agent': 'Foyer-Webhooks/1', ...headers }, delivery.body)
  await deps.db.transaction(tx => writeDown(tx, receiver, delivery, answer))
}

function secretsOf({ keys }: WebhookDeps, { id, secretSealed, formerSecretSealed, formerSecretUntil }: WebhookRow): string[] {
  const former = formerSecretSealed && formerSecretUntil && formerSecretUntil.getTime() > Date.now() ? [formerSecretSealed] : []
  return [secretSealed, ...former].map(sealed => open(keys.webhooks, sealed, id))
}

async function writeDown(tx: Transaction, receiver: WebhookRow, delivery: Delivery, answer: WebhookAnswer): Promise<void> {
  await tx.insert(webhookAttempts).values({ deliveryId: delivery.id, ...answer })
  // Unless it was sent again by hand, or its lease ran out, meanwhile.
  const mine = and(eq(webhookDeliveries.id, delivery.id), eq(webhookDeliveries.state, 'waiting'), eq(webhookDeliveries.tries, delivery.tries))
  if (answer.status !== null && answer.status >= 200 && answer.status < 300) {
    await tx.update(webhookDeliveries).set({ state: 'delivered', closedAt: sql`now()` }).where(mine)
    await tx.update(webhooks).set({ failingSince: null }).where(and(eq(webhooks.id, receiver.id), isNotNull(webhooks.failingSince)))
    return
  }
  const wait = answer.status === 410 ? null : waitAfter(delivery.tries)
  await tx.update(webhookDeliveries).set(wait === null ? { state: 'given-up', closedAt: sql`now()` } : { nextAt: sql`now() + make_interval(secs => ${wait})` }).where(mine)
  await tx.update(webhooks).set({ failingSince: sql`now()` }).where(and(eq(webhooks.id, receiver.id), isNull(webhooks.failingSince)))
  await turnOff(tx, receiver, answer.status === 410 ? 'gone' : 'failing')
}

/** Turns a receiver off that is gone, or has failed for three days; once, and tells its owner. */
async function turnOff(tx: Transaction, { id, ownerId, name, url }: WebhookRow, reason: 'gone' | 'failing'): Promise<void> {
  const isTime = reason === 'gone' ? sql`true` : sql`${webhooks.failingSince} <= now() - make_interval(days => ${FAILING_DAYS})`
  const [off] = await tx.update(webhooks).set({ state: 'off', offReason: reason }).where(and(eq(webhooks.id, id), eq(webhooks.state, 'on'), isTime)).returning({ failingSince: webhooks.failingSince })
  if (!off) return
  await recordAudit(tx, { actor: 'webhooks', action: 'webhook.off', subjectType: 'webhook', subjectId: id, fromState: 'on', toState: 'off', details: { reason } })
  await giveNotice(tx, { to: { userId: ownerId }, kind: 'webhook-off', key: `webhook-off:${id}:${off.failingSince?.getTime()}`, path: '/publish/webhooks', params: { name, host: new URL(url).host, why: reason } })
}
