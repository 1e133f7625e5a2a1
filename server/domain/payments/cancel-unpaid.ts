import { type OrderReader, cancelOrder, ownOrder } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { closeAttempts } from './close-attempts.ts'
import type { PaymentDeps } from './deps.ts'

/**
 * Cancels an unpaid order and frees its seats; attempts to pay it that are open at a provider are closed first, so that nobody pays for
 * what is given up. Cancelling twice is no error. Throws `order-not-payable` where it had been paid meanwhile, `payment-provider-away`
 * where the provider does not answer (the order stays as it is), `illegal-transition` for a paid order.
 */
export async function cancelUnpaid(deps: PaymentDeps, reader: OrderReader, orderId: string): Promise<void> {
  const order = await ownOrder(deps.db, reader, orderId)
  if (order.state === 'pending' && order.payableUntil) {
    const closed = await closeAttempts(deps, order.id)
    if (closed === 'paid') throw new DomainError('order-not-payable', { state: 'paid' })
    if (closed === 'open') throw new DomainError('payment-provider-away', { retryAfterSeconds: 5, until: order.payableUntil.toISOString() })
  }
  await cancelOrder(deps, reader, orderId)
}
