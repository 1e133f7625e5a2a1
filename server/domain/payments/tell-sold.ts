import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type OrderRow, claims } from '#drizzle/schema/index.ts'
import { type HoldStore, tellStore } from '#server/domain/inventory/index.ts'

/** Tells the hold store of a sale at once. The money is taken by now, so nothing that fails here may fail the payment: the outbox tells it later. */
export async function tellSold(deps: { db: Database, holds: HoldStore }, order: Pick<OrderRow, 'id' | 'sessionId'>): Promise<void> {
  await deps.db.select({ seatIndex: claims.seatIndex }).from(claims).where(eq(claims.orderId, order.id))
    .then(seats => tellStore(deps, order.sessionId, seats.map(s => s.seatIndex)))
    .catch(() => {})
}
