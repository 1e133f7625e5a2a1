import { and, asc, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'
import { countUp, counters } from '#server/observing/counters.ts'
import { log } from '#server/observing/log.ts'
import { inSpan } from '#server/observing/tracing.ts'
import { describeError } from '#shared/errors/describe-error.ts'

/**
 * What wants to know of a topic: gets all waiting messages of one key at once, oldest first; those of all keys together where it
 * says so. Must be safe to call again with the same messages. `db` is the relay's own connection: one more from the pool might
 * never come free.
 */
export interface Subscriber {
  (payloads: Record<string, unknown>[], db: Queryable, outboxIds: number[]): Promise<void>
  /** For work that costs as much for one key as for a hundred. */
  takesAllKeys?: true
}

/** A subscriber that takes messages of all keys together. */
export function ofAllKeys(subscriber: Subscriber): Subscriber {
  return Object.assign(subscriber, { takesAllKeys: true as const })
}

type Message = typeof outbox.$inferSelect

/** Messages taken at a time, and the longest wait before a failed one is tried again, in s. */
const BATCH = 500
const MAX_BACKOFF_SECONDS = 3
/** After so long no other messages are begun, in ms: what was delivered is kept, and what is urgent gets its turn. */
const LONGEST_TURN_MS = 1_000

/**
 * Delivers waiting messages to their subscribers, oldest first, each at least once. Rows are locked while they are delivered,
 * so several relays share the work. A subscriber that fails leaves its message for later, with growing waits, and nothing else
 * behind; the others go on.
 * @returns how many were delivered
 */
export async function relayOutbox(db: Database, subscribers: Record<string, Subscriber>, longestTurnMs = LONGEST_TURN_MS): Promise<number> {
  return await db.transaction(async (tx) => {
    const waiting = await tx.select().from(outbox)
      .where(and(isNull(outbox.deliveredAt), lte(outbox.notBefore, sql`now()`)))
      .orderBy(asc(outbox.id)).limit(BATCH).for('update', { skipLocked: true })
    const until = performance.now() + longestTurnMs
    const delivered: number[] = []
    const groups = [...Map.groupBy(waiting, m => subscribers[m.topic]?.takesAllKeys ? m.topic : `${m.topic} ${m.key}`).values()]
    for (const messages of groups) {
      if (performance.now() > until) break
      delivered.push(...await deliver(tx, subscribers[messages[0]!.topic], messages))
    }
    if (delivered.length > 0) await tx.update(outbox).set({ deliveredAt: sql`now()` }).where(inArray(outbox.id, delivered))
    return delivered.length
  })
}

/** @returns the ids of those that were delivered */
async function deliver(tx: Transaction, subscriber: Subscriber | undefined, messages: Message[]): Promise<number[]> {
  const ids = messages.map(m => m.id)
  const { topic } = messages[0]!
  try {
    // In a savepoint: a statement that PostgreSQL refuses would otherwise take everybody's news with it.
    if (subscriber) await tx.transaction(own => inSpan(`news ${topic}`, { 'messaging.batch.message_count': ids.length }, () => subscriber(messages.map(m => m.payload), own, ids)))
    countUp(counters.news.delivered, topic, ids.length)
    return ids
  } catch (error) {
    const byKey = [...Map.groupBy(messages, m => m.key).values()]
    if (byKey.length === 1) {
      await putOff(tx, messages, error)
      return []
    }
    const each: number[] = []
    for (const ofKey of byKey) each.push(...await deliver(tx, subscriber, ofKey))
    return each
  }
}

async function putOff(tx: Transaction, messages: Message[], error: unknown): Promise<void> {
  const [{ topic, attempts }] = messages as [Message, ...Message[]]
  countUp(counters.news.putOff, topic, messages.length)
  log.warn('news put off', { topic, outboxIds: messages.map(m => m.id), attempt: attempts + 1, error: describeError(error) })
  const wait = Math.min(MAX_BACKOFF_SECONDS, 2 ** Math.min(attempts, 10))
  await tx.update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, lastError: describeError(error).slice(0, 500), notBefore: sql`now() + make_interval(secs => ${wait})` })
    .where(inArray(outbox.id, messages.map(m => m.id)))
}
