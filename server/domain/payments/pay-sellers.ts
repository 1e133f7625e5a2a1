import { and, asc, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { orderLines, orders, resales } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { labelsOf, occasionsOf } from '#server/domain/orders/index.ts'
import { placeName } from '#shared/seating/place-name.ts'
import { sendBack } from './refund-payment.ts'

/**
 * Pays those whose tickets an order bought, in the transaction that pays it and once, since an order is paid once: each gets what his
 * resale says, in the mix in which he paid, and is told.
 */
export async function paySellers(tx: Transaction, buyerOrderId: string): Promise<void> {
  const sold = await tx.select({ resale: resales, order: orders, line: orderLines }).from(resales)
    .innerJoin(orders, eq(orders.id, resales.orderId)).innerJoin(orderLines, eq(orderLines.id, resales.orderLineId))
    .where(and(eq(resales.buyerOrderId, buyerOrderId), eq(resales.state, 'sold'))).orderBy(asc(resales.id))
  if (sold.length === 0) return
  const occasions = await occasionsOf(tx, sold.map(({ resale }) => resale.sessionId))
  for (const { resale, order, line } of sold) {
    if (resale.backMinor! > 0) await sendBack(tx, order, 'resold', resale.backMinor!)
    const [occasion, labels] = [occasions.get(resale.sessionId)!, labelsOf(line)]
    await giveNotice(tx, {
      to: order.userId ? { userId: order.userId } : { email: order.contactEmail, locale: order.locale },
      kind: 'ticket-resold', key: `ticket-resold:${resale.id}`, path: `/orders/${order.id}`,
      params: {
        eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh, startsAt: occasion.startsAt, timeZone: occasion.timeZone,
        seatsEn: placeName(labels, 'en'), seatsZh: placeName(labels, 'zh'), reference: order.reference, amountMinor: resale.backMinor!, currency: order.currency,
        ...(order.guestSecretSealed && { guestSecretSealed: order.guestSecretSealed })
      }
    })
  }
}
