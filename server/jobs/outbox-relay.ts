import { and, asc, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'

/**
 * What wants to know of a topic: gets all waiting messages of one key at once, oldest first. Must be safe to call again with the
 * same messages. `db` is the relay's own connection: one more from the pool might never come free.
 */
export type Subscriber = (payloads: Record<string, unknown>[], db: Queryable, outboxIds: number[]) => Promise<void>

/** Messages taken at a time, and the longest wait before a failed one is tried again, in s. */
const BATCH = 500
const MAX_BACKOFF_SECONDS = 3

/**
 * Delivers waiting messages to their subscribers, oldest first, each at least once. Rows are locked while they are delivered,
 * so several relays share the work. A subscriber that fails leaves its message for later, with growing waits; the others go on.
 * @returns how many were delivered
 */
export async function relayOutbox(db: Database, subscribers: Record<string, Subscriber>): Promise<number> {
  return await db.transaction(async (tx) => {
    const waiting = await tx.select().from(outbox)
      .where(and(isNull(outbox.deliveredAt), lte(outbox.notBefore, sql`now()`)))
      .orderBy(asc(outbox.id)).limit(BATCH).for('update', { skipLocked: true })
    const delivered: number[] = []
    for (const messages of Map.groupBy(waiting, m => `${m.topic} ${m.key}`).values()) {
      const ids = messages.map(m => m.id)
      try {
        await subscribers[messages[0]!.topic]?.(messages.map(m => m.payload), tx, ids)
        delivered.push(...ids)
      } catch (error) {
        const wait = Math.min(MAX_BACKOFF_SECONDS, 2 ** Math.min(messages[0]!.attempts, 10))
        await tx.update(outbox)
          .set({ attempts: sql`${outbox.attempts} + 1`, lastError: String(error).slice(0, 500), notBefore: sql`now() + make_interval(secs => ${wait})` })
          .where(inArray(outbox.id, ids))
      }
    }
    if (delivered.length > 0) await tx.update(outbox).set({ deliveredAt: sql`now()` }).where(inArray(outbox.id, delivered))
    return delivered.length
  })
}
