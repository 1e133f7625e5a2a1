import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type OrderRow, claims, tickets } from '#drizzle/schema/index.ts'
import { type HoldStore, tellStore } from '#server/domain/inventory/index.ts'

type Sold = Pick<OrderRow, 'id' | 'sessionId' | 'changesTicketId'>

/**
 * Tells the hold store of a sale at once, and of the place that it set free, where it took the place of a ticket. The money is taken by
 * now, so nothing that fails here may fail the payment: the outbox tells it later.
 */
export async function tellSold(deps: { db: Database, holds: HoldStore }, order: Sold): Promise<void> {
  const sold = deps.db.select({ seatIndex: claims.seatIndex }).from(claims).where(eq(claims.orderId, order.id))
    .then(seats => tellStore(deps, order.sessionId, seats.map(s => s.seatIndex)))
  await Promise.allSettled([sold, ...order.changesTicketId ? [tellFreed(deps, order.changesTicketId)] : []])
}

async function tellFreed(deps: { db: Database, holds: HoldStore }, ticketId: string): Promise<void> {
  const [old] = await deps.db.select({ sessionId: tickets.sessionId, seatIndex: tickets.seatIndex }).from(tickets).where(eq(tickets.id, ticketId))
  if (old) await tellStore(deps, old.sessionId, old.seatIndex === null ? [] : [old.seatIndex])
}
