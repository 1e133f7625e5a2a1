import { fanOutNotices } from '#server/domain/notify/index.ts'
import { ticketsReadyNotices } from '#server/domain/orders/index.ts'
import type { Subscriber } from '../outbox-relay.ts'

/** Orders that were paid: their owners are told where the tickets are. */
export function orderNews(): Record<string, Subscriber> {
  return {
    'order.paid': async (orders, db) => fanOutNotices(db, await ticketsReadyNotices(db, orders[0]!.orderId as string))
  }
}
