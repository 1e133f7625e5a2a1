import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { refundRights } from '#drizzle/schema/index.ts'

/** The right to give an order back that is open now, by the clock of the database: none, or one. */
export function openRefundRight(db: Queryable, orderId: string) {
  return db.select().from(refundRights).where(and(eq(refundRights.orderId, orderId), isNull(refundRights.usedAt), gt(refundRights.until, sql`now()`)))
}

/** Uses it up. */
export async function useRefundRight(tx: Transaction, orderId: string): Promise<void> {
  await tx.update(refundRights).set({ usedAt: sql`now()` }).where(and(eq(refundRights.orderId, orderId), isNull(refundRights.usedAt)))
}
