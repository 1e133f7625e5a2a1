import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { refundRights } from '#drizzle/schema/index.ts'

/** Why an order may be given back; the order page says it. */
export type RefundReason = 'session-changed' | 'session-cancelled'

/**
 * Lets orders be given back until an instant. Granting again is no second right: an open one lasts as long as the later of the
 * two says, and a used one stays used. @returns the orders that had none before
 */
export async function grantRefundRights(db: Queryable, rights: { orderId: string, reason: RefundReason, until: Date }[]): Promise<Set<string>> {
  if (rights.length === 0) return new Set()
  const granted = await db.insert(refundRights).values(rights).onConflictDoUpdate({
    target: refundRights.orderId,
    set: { until: sql`greatest(${refundRights.until}, excluded.until)`, reason: sql`excluded.reason`, grantedAt: sql`now()` },
    setWhere: sql`${refundRights.usedAt} is null`
  // A row version that nothing came before (PostgreSQL documentation, 5.6): inserted, not updated.
  }).returning({ orderId: refundRights.orderId, isNew: sql<boolean>`xmax = 0` })
  return new Set(granted.filter(right => right.isNew).map(right => right.orderId))
}
