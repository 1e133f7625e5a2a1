import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type HoldStore, placesClaimedBy, releaseClaims, tellStore } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { actorOf } from './write-order.ts'
import { moveOrders, noteSeatsChanged } from './move-order.ts'
import { type OrderReader, ownOrder } from './order-access.ts'

/** Cancels an unpaid order and frees its seats. Cancelling twice is no error; a paid order is illegal-transition. */
export async function cancelOrder(deps: { db: Database, holds: HoldStore }, reader: OrderReader, orderId: string): Promise<void> {
  const order = await ownOrder(deps.db, reader, orderId)
  if (order.state === 'cancelled' || order.state === 'expired') return
  const freed = await inTransaction(deps.db, async (tx) => {
    const places = await cancelInside(tx, order.id, actorOf(order))
    if (places) return places
    const { state } = await ownOrder(tx, reader, orderId)
    if (state === 'cancelled' || state === 'expired') return []
    throw new DomainError('illegal-transition', { state })
  })
  await Promise.allSettled(freed.map(c => tellStore(deps, c.sessionId, c.seats)))
}

/** The same in a transaction of the caller, who tells the store afterwards. @returns what it freed; null where the order is not unpaid any more */
export async function cancelInside(tx: Transaction, orderId: string, actor: string): Promise<{ sessionId: string, seats: number[] }[] | null> {
  const moved = await moveOrders(tx, [orderId], 'pending', 'cancelled', actor)
  if (moved.length === 0) return null
  const places = await placesClaimedBy(tx, moved)
  await releaseClaims(tx, moved)
  await noteSeatsChanged(tx, places)
  return places
}
