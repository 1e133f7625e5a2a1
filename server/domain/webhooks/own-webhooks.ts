import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { users, webhooks } from '#drizzle/schema/index.ts'
import { type Principal, recordAudit } from '#server/domain/accounts/index.ts'
import type { ChangedWebhookInput, WebhookInput, WebhookSecretReply, WebhookView } from '#shared/api/webhooks.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seal } from '#shared/secrets/sealed.ts'
import { newId } from '#shared/ids/id.ts'
import { newWebhookSecret } from './signature.ts'
import type { WebhookDeps } from './webhook-sender.ts'

/** Receivers of one person. */
const MOST = 20
/** While one secret replaces the other, both sign for so long, in hours: time to change it at the receiver. */
const OVERLAP_HOURS = 24

export type WebhookRow = typeof webhooks.$inferSelect

/** One's receivers, the oldest first. */
export async function listWebhooks(db: Queryable, ownerId: string): Promise<WebhookView[]> {
  return (await db.select().from(webhooks).where(eq(webhooks.ownerId, ownerId)).orderBy(asc(webhooks.id)).limit(MOST)).map(viewOf)
}

/** Adds a receiver. Its secret is in the reply and never again. @throws `webhook-address-refused`, `not-allowed` (all events, for no admin), `too-many-webhooks` */
export async function addWebhook(deps: WebhookDeps, principal: Principal, input: WebhookInput): Promise<WebhookSecretReply> {
  requireAllowed(deps, principal, input)
  const secret = newWebhookSecret()
  const id = newId()
  return await deps.db.transaction(async (tx) => {
    // Locked, so that two at once count each other.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, principal.userId)).for('update')
    const [{ there } = { there: 0 }] = await tx.select({ there: count() }).from(webhooks).where(eq(webhooks.ownerId, principal.userId))
    if (there >= MOST) throw new DomainError('too-many-webhooks', { limit: MOST })
    const [row] = await tx.insert(webhooks).values({ id, ownerId: principal.userId, ...wished(input), secretSealed: seal(deps.keys.webhooks, secret, id) }).returning()
    await audit(tx, principal, 'webhook.added', row!)
    return { secret, webhook: viewOf(row!) }
  })
}

/** Changes a receiver, or turns it off or on again; what waits for it then goes out. @throws as `addWebhook`, and `not-found` */
export async function changeWebhook(deps: WebhookDeps, principal: Principal, id: string, { isOn, ...input }: ChangedWebhookInput): Promise<WebhookView> {
  requireAllowed(deps, principal, input)
  return await deps.db.transaction(async (tx) => {
    const before = await ownWebhook(tx, principal, id)
    const turns = isOn === (before.state === 'on') ? {} : isOn ? { state: 'on' as const, offReason: null, failingSince: null } : { state: 'off' as const, offReason: 'owner' as const }
    const [row] = await tx.update(webhooks).set({ ...wished(input), ...turns }).where(eq(webhooks.id, id)).returning()
    await audit(tx, principal, 'webhook.changed', row!, before.state)
    return viewOf(row!)
  })
}

/** Removes a receiver with its log. @throws `not-found` */
export async function removeWebhook({ db }: WebhookDeps, principal: Principal, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await ownWebhook(tx, principal, id)
    await tx.delete(webhooks).where(eq(webhooks.id, id))
    await audit(tx, principal, 'webhook.removed', row, row.state)
  })
}

/** Gives a receiver another secret, shown this once; the one before signs too for a day. @throws `not-found` */
export async function rotateSecret(deps: WebhookDeps, principal: Principal, id: string): Promise<WebhookSecretReply> {
  const secret = newWebhookSecret()
  return await deps.db.transaction(async (tx) => {
    const before = await ownWebhook(tx, principal, id)
    const [row] = await tx.update(webhooks).set({
      secretSealed: seal(deps.keys.webhooks, secret, id), formerSecretSealed: before.secretSealed, formerSecretUntil: sql`now() + make_interval(hours => ${OVERLAP_HOURS})`
    }).where(eq(webhooks.id, id)).returning()
    await audit(tx, principal, 'webhook.secret-rotated', row!)
    return { secret, webhook: viewOf(row!) }
  })
}

/** One of the caller's receivers, locked. @throws `not-found` where it is not his */
export async function ownWebhook(tx: Queryable, principal: Principal, id: string): Promise<WebhookRow> {
  const [row] = await tx.select().from(webhooks).where(and(eq(webhooks.id, id), eq(webhooks.ownerId, principal.userId))).for('update')
  if (!row) throw new DomainError('not-found')
  return row
}

function requireAllowed({ webhookSender }: WebhookDeps, principal: Principal, { url, hearsAll }: WebhookInput): void {
  if (hearsAll && principal.role !== 'admin') throw new DomainError('not-allowed')
  if (!webhookSender.accepts(url)) throw new DomainError('webhook-address-refused')
}

function wished({ name, url, topics, hearsAll = false }: WebhookInput) {
  return { name, url: new URL(url).href, topics: [...new Set(topics)], hearsAll }
}

async function audit(tx: Queryable, principal: Principal, action: string, row: WebhookRow, from?: string): Promise<void> {
  await recordAudit(tx, { actor: principal.userId, action, subjectType: 'webhook', subjectId: row.id, fromState: from, toState: row.state, details: { host: new URL(row.url).host, topics: row.topics, hearsAll: row.hearsAll } })
}

export function viewOf(row: WebhookRow): WebhookView {
  const { id, name, url, topics, hearsAll, state, offReason } = row
  const isOverlapping = row.formerSecretUntil !== null && row.formerSecretUntil.getTime() > Date.now()
  return { id, name, url, topics, hearsAll, state, offReason, failingSince: row.failingSince?.toISOString() ?? null, formerSecretUntil: isOverlapping ? row.formerSecretUntil!.toISOString() : null, madeAt: row.createdAt.toISOString() }
}
