import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type HoldStore, placesClaimedBy, releaseClaims, tellStore } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { actorOf } from './create-order.ts'
import { moveOrders, noteSeatsChanged } from './move-order.ts'
import { type OrderReader, ownOrder } from './order-access.ts'

/** Cancels an unpaid order and frees its seats. Cancelling twice is no error; a paid order is illegal-transition. */
export async function cancelOrder(deps: { db: Database, holds: HoldStore }, reader: OrderReader, orderId: string): Promise<void> {
  const order = await ownOrder(deps.db, reader, orderId)
  if (order.state === 'cancelled' || order.state === 'expired') return
  const freed = await inTransaction(deps.db, async (tx) => {
    const moved = await moveOrders(tx, [order.id], 'pending', 'cancelled', actorOf(order))
    if (moved.length === 0) {
      const { state } = await ownOrder(tx, reader, orderId)
      if (state === 'cancelled' || state === 'expired') return []
      throw new DomainError('illegal-transition', { state })
    }
    const places = await placesClaimedBy(tx, moved)
    await releaseClaims(tx, moved)
    await noteSeatsChanged(tx, places)
    return places
  })
  await Promise.allSettled(freed.map(c => tellStore(deps, c.sessionId, c.seats)))
}
