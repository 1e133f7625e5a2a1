import { eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { orders, payments, providerEvents } from '#drizzle/schema/index.ts'
import type { Notice } from '#server/domain/notify/index.ts'

const PAGE = '/admin/money'

/** What admins are told of payments: money that bought nothing, and money that somebody wants back from his bank. Once each. */
export async function paymentAlerts(db: Queryable, news: readonly { paymentId: string, dispute?: 'open' | 'won' | 'lost' }[]): Promise<Notice[]> {
  const found = await db.select({ payment: payments, reference: orders.reference }).from(payments).leftJoin(orders, eq(orders.id, payments.orderId))
    .where(inArray(payments.id, news.map(one => one.paymentId)))
  const byId = new Map(found.map(one => [one.payment.id, one]))
  return news.flatMap(({ paymentId, dispute }) => {
    const one = byId.get(paymentId)
    if (!one) return []
    const { payment, reference } = one
    const params = {
      reference: reference ?? '', method: payment.method, amountMinor: payment.receivedMinor ?? payment.amountMinor, currency: payment.receivedCurrency ?? payment.currency
    }
    return [dispute
      ? { to: { role: 'admin' }, kind: 'payment-disputed', key: `payment-disputed:${paymentId}:${dispute}`, path: PAGE, params: { ...params, state: dispute } }
      : { to: { role: 'admin' }, kind: 'payment-surplus', key: `payment-surplus:${paymentId}`, path: PAGE, params: { ...params, why: payment.failureCode ?? '' } }]
  })
}

/** What admins are told of notices that fit no payment. */
export async function eventAlerts(db: Queryable, eventIds: readonly string[]): Promise<Notice[]> {
  const events = await db.select().from(providerEvents).where(inArray(providerEvents.id, [...eventIds]))
  return events.map(event => ({
    to: { role: 'admin' }, kind: 'payment-unexplained', key: `payment-unexplained:${event.id}`, path: PAGE,
    params: { method: event.provider, type: event.type, outcome: event.outcome, transactionId: event.transactionId ?? '' }
  }))
}
