import { fanOutNotices } from '#server/domain/notify/index.ts'
import { ticketsReadyNotices } from '#server/domain/orders/index.ts'
import { settleOffers } from '#server/domain/waiting-list/index.ts'
import type { Subscriber } from '../outbox-relay.ts'

/** Orders that were paid: their owners are told where the tickets are. Of any that ended, waiting lists hear. */
export function orderNews(): Record<string, Subscriber> {
  const idsOf = (orders: Record<string, unknown>[]) => orders.map(order => order.orderId as string)
  return {
    'order.paid': async (orders, db) => {
      await fanOutNotices(db, await ticketsReadyNotices(db, orders[0]!.orderId as string))
      await settleOffers(db, 'paid', idsOf(orders))
    },
    'order.expired': async (orders, db) => settleOffers(db, 'expired', idsOf(orders)),
    'order.cancelled': async (orders, db) => settleOffers(db, 'cancelled', idsOf(orders))
  }
}
