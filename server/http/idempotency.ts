import { createHash } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { type H3Event, getResponseStatus, setResponseHeader, setResponseStatus } from 'h3'
import { idempotencyKeys } from '#drizzle/schema/index.ts'
import { pastConflicts } from '#drizzle/transaction.ts'
import type { House } from '#server/house.ts'
import type { Principal } from '#server/domain/accounts/principal.ts'
import { openGuestSecret, sealGuestSecret } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** How long a request may work before a repetition takes over: longer than any request lives. */
const LOCK_SECONDS = 60

interface ReplayableCall {
  event: H3Event
  house: House
  principal: Principal | null
  body: unknown
  idempotencyKey: string | null
  visitor(): string
}

/**
 * Does `work` once for an Idempotency-Key and gives every repetition the same answer
 * (draft-ietf-httpapi-idempotency-key-header). The key belongs to who asks. Only successes are kept: a refusal changed nothing,
 * so asking again after it may well succeed. A worker that dies leaves the key locked for a minute; its repetition then does
 * the work anew, which is safe because the domain's own unique rules (one order a hold, one capture an order) still hold.
 */
export async function replayable<T>(call: ReplayableCall, work: () => Promise<T> | T): Promise<T> {
  const { db } = call.house
  // A visitor's name opens his holds: what is kept for a day has its hash.
  const scope = call.principal ? `user:${call.principal.userId}` : `visitor:${createHash('sha256').update(call.visitor()).digest('base64url')}`
  const key = call.idempotencyKey!
  const requestHash = createHash('sha256').update(JSON.stringify([call.event.method, call.event.path.split('?')[0], call.body ?? null])).digest('hex')
  const mine = and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key))

  const [taken] = await pastConflicts(() => db.insert(idempotencyKeys)
    .values({ scope, key, requestHash, lockedUntil: sql`now() + make_interval(secs => ${LOCK_SECONDS})` })
    .onConflictDoUpdate({
      target: [idempotencyKeys.scope, idempotencyKeys.key],
      set: { lockedUntil: sql`now() + make_interval(secs => ${LOCK_SECONDS})` },
      setWhere: sql`${idempotencyKeys.status} is null and ${idempotencyKeys.lockedUntil} <= now() and ${idempotencyKeys.requestHash} = ${requestHash}`
    })
    .returning({ key: idempotencyKeys.key }))
  if (!taken) return await earlierAnswer<T>(call, scope, key, requestHash)

  try {
    const reply = await work()
    await pastConflicts(() => db.update(idempotencyKeys).set({ status: getResponseStatus(call.event), body: toKeep(call.house, reply) }).where(mine))
    return reply
  } catch (error) {
    await db.delete(idempotencyKeys).where(and(mine, isNull(idempotencyKeys.status))).catch(() => {})
    throw error
  }
}

async function earlierAnswer<T>(call: ReplayableCall, scope: string, key: string, requestHash: string): Promise<T> {
  const [earlier] = await call.house.db.select().from(idempotencyKeys).where(and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key)))
  if (earlier && earlier.requestHash !== requestHash) throw new DomainError('idempotency-mismatch')
  if (!earlier || earlier.status === null || earlier.body === null) throw new DomainError('idempotency-in-flight', { retryAfterSeconds: 1 })
  setResponseStatus(call.event, earlier.status)
  setResponseHeader(call.event, 'idempotency-replayed', 'true')
  return fromKept<T>(call.house, earlier.body)
}

/** Replies are kept for a day. The key to a guest's order does not lie open among them, any more than in the order itself. */
function toKeep({ keys }: House, reply: unknown): string {
  return JSON.stringify(reply, (name, value: unknown) => name === 'guestSecret' && typeof value === 'string' ? { sealed: sealGuestSecret(keys.guests, value) } : value)
}

function fromKept<T>({ keys }: House, body: string): T {
  return JSON.parse(body, (name, value: { sealed?: unknown } | null) => name === 'guestSecret' && typeof value?.sealed === 'string' ? openGuestSecret(keys.guests, value.sealed) : value) as T
}
