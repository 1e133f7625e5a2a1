import { fanOutNotices } from '#server/domain/notify/index.ts'
import { eventAlerts, paymentAlerts } from '#server/domain/payments/index.ts'
import { type Subscriber, ofAllKeys } from '../outbox-relay.ts'

/** Money that an admin has to look at: all of them are told, once. */
export function paymentNews(): Record<string, Subscriber> {
  return {
    'payment.surplus': ofAllKeys(async (news, db) => fanOutNotices(db, await paymentAlerts(db, news.map(one => ({ paymentId: one.paymentId as string }))))),
    'payment.disputed': ofAllKeys(async (news, db) => fanOutNotices(db, await paymentAlerts(db, news.map(one => ({ paymentId: one.paymentId as string, dispute: one.state as 'open' | 'won' | 'lost' }))))),
    'payment.unexplained': ofAllKeys(async (news, db) => fanOutNotices(db, await eventAlerts(db, news.map(one => one.eventId as string))))
  }
}
