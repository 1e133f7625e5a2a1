import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { orders } from '#drizzle/schema/index.ts'
import type { ChangeInput } from '#shared/api/changes.ts'
import { dealOf } from '#shared/refunds/change.ts'
import { type CreateOrderDeps, createOrder } from '../create-order.ts'
import { cancelInside } from '../cancel-order.ts'
import type { Buyer } from '../draft-order.ts'
import { type OrderReader, ownOrder } from '../order-access.ts'
import { actorOf } from '../write-order.ts'
import { frozenDeal, requireChangeable, requireOnePlace } from './quote-change.ts'

/**
 * Makes the order that takes the place of a ticket: an order like any other, of the one place that is held, at the difference that was
 * agreed. Until it is paid the old ticket stays as it is. It belongs to whoever has the old order, and the same hold makes one order. An
 * earlier change of the ticket that nobody has begun to pay gives way. Throws what `quoteChange` and `createOrder` throw, and `change-differs`.
 * @returns the new order's id
 */
export async function startChange(deps: CreateOrderDeps, reader: OrderReader, buyer: Buyer, orderId: string, input: ChangeInput): Promise<string> {
  const from = await ownOrder(deps.db, reader, orderId)
  const { ticketId, agreed } = input
  const made = await createOrder(deps, buyer, input, {
    from, ticketId,
    async deal(lines) {
      requireOnePlace(lines)
      const { old, feePercent } = await requireChangeable(deps.db, from, input)
      return frozenDeal(dealOf(old.paidMinor, feePercent, lines[0]!.unitPrice.amountMinor), agreed)
    },
    makeWay: tx => makeWay(tx, ticketId)
  })
  return made.orderId
}

async function makeWay(tx: Transaction, ticketId: string): Promise<void> {
  const earlier = await tx.select().from(orders).where(and(eq(orders.changesTicketId, ticketId), inArray(orders.state, ['pending']), isNull(orders.payableUntil))).orderBy(orders.id).for('update')
  for (const order of earlier) await cancelInside(tx, order.id, actorOf(order))
}
