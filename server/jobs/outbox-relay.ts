import { and, asc, isNull, lte, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'

/**
 * What wants to know of a topic. Must be safe to call again with the same message. `db` is the relay's own connection: one more
 * from the pool might never come free.
 */
export type Subscriber = (payload: Record<string, unknown>, db: Queryable) => Promise<void>

/** Messages taken at a time, and the longest wait before a failed one is tried again, in s. */
const BATCH = 100
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
    for (const message of waiting) {
      try {
        await subscribers[message.topic]?.(message.payload, tx)
        delivered.push(message.id)
      } catch (error) {
        const wait = Math.min(MAX_BACKOFF_SECONDS, 2 ** Math.min(message.attempts, 10))
        await tx.update(outbox)
          .set({ attempts: message.attempts + 1, lastError: String(error).slice(0, 500), notBefore: sql`now() + make_interval(secs => ${wait})` })
          .where(sql`${outbox.id} = ${message.id}`)
      }
    }
    if (delivered.length > 0) await tx.update(outbox).set({ deliveredAt: sql`now()` }).where(sql`${outbox.id} = any(${sql.param(delivered)}::bigint[])`)
    return delivered.length
  })
}
