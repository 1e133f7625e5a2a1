import type { Queryable } from '#drizzle/database.ts'
import { dropTips } from '#server/domain/reminders/index.ts'
import { fanOutNotices } from '#server/domain/notify/index.ts'
import { ticketsReadyNotices } from '#server/domain/orders/index.ts'
import { closeOrder } from '#server/domain/queue/index.ts'
import { settleOffers } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import type { Subscriber } from '../outbox-relay.ts'

/**
 * Orders that were paid: their owners are told where the tickets are. Of any that ended waiting lists hear, and whoever came through
 * a waiting room makes room for the next.
 */
export function orderNews(house: House): Record<string, Subscriber> {
  const idsOf = (orders: Record<string, unknown>[]) => orders.map(order => order.orderId as string)
  const close = async (orders: Record<string, unknown>[], db: Queryable, isPaid: boolean) => {
    for (const order of orders) await closeOrder(house.line, db, { sessionId: order.sessionId as string, orderId: order.orderId as string }, isPaid)
  }
  return {
    'order.paid': async (orders, db) => {
      await fanOutNotices(db, await ticketsReadyNotices(db, orders[0]!.orderId as string))
      await dropTips(db, idsOf(orders))
      await settleOffers(db, 'paid', idsOf(orders))
      await close(orders, db, true)
    },
    'order.expired': async (orders, db) => {
      await settleOffers(db, 'expired', idsOf(orders))
      await close(orders, db, false)
    },
    'order.cancelled': async (orders, db) => {
      await settleOffers(db, 'cancelled', idsOf(orders))
      await close(orders, db, false)
    }
  }
}
