import { asc, eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderLineRow, orderLines, orders, users } from '#drizzle/schema/index.ts'
import type { Notice } from '#server/domain/notify/index.ts'
import { placeName } from '#shared/seating/place-name.ts'
import { changeOf } from './change/change-places.ts'
import { labelsOf, occasionsOf } from './occasions.ts'
import { payableMinor } from './payable.ts'

/** Seats that a mail names one by one; of more it says how many. */
const NAMED_SEATS = 8

/**
 * What is told of a paid order, or of a ticket that was changed for it: to its owner, or to its guest with the private link. Somebody without an e-mail of his own
 * also gets a mail at the address of the order. Nothing for an order that was never paid.
 */
export async function ticketsReadyNotices(db: Queryable, orderId: string): Promise<Notice[]> {
  const [found] = await db.select({ order: orders, ownEmail: users.email }).from(orders).leftJoin(users, eq(users.id, orders.userId)).where(eq(orders.id, orderId))
  if (!found?.order.paidAt) return []
  const { order, ownEmail } = found
  const [occasions, change, lines] = await Promise.all([
    occasionsOf(db, [order.sessionId]),
    changeOf(db, order),
    db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(asc(sql`coalesce(${orderLines.seatIndex}, 0)`), asc(orderLines.id))
  ])
  const occasion = occasions.get(order.sessionId)!
  const notice: Omit<Notice, 'to'> = {
    kind: change ? 'ticket-changed' : 'tickets-ready', key: `tickets-ready:${order.id}`, path: `/orders/${order.id}`,
    params: {
      eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh,
      startsAt: occasion.startsAt, timeZone: occasion.timeZone, reference: order.reference, totalMinor: order.totalMinor, currency: order.currency,
      seatsEn: seatsInWords(lines, 'en'), seatsZh: seatsInWords(lines, 'zh'), isGuest: order.userId === null,
      ...(change && {
        oldSeatsEn: placeName(change.from, 'en'), oldSeatsZh: placeName(change.from, 'zh'), oldStartsAt: change.from.startsAt, payMinor: payableMinor(order), backMinor: order.changeBackMinor
      }),
      ...(order.guestSecretSealed ? { guestSecretSealed: order.guestSecretSealed } : {})
    }
  }
  const byMail: Notice = { ...notice, to: { email: order.contactEmail, locale: order.locale } }
  if (!order.userId) return [byMail]
  return [{ ...notice, to: { userId: order.userId } }, ...(ownEmail ? [] : [byMail])]
}

/** The places of an order for a mail: the first ones by name, of the rest how many. */
export function seatsInWords(lines: OrderLineRow[], locale: 'en' | 'zh'): string {
  const places = lines.map((line) => {
    const place = placeName(labelsOf(line), locale)
    return line.seatIndex === null ? `${place} × ${line.quantity}` : place
  })
  const more = places.length - NAMED_SEATS
  const named = places.slice(0, NAMED_SEATS).join(locale === 'zh' ? '、' : '; ')
  return more > 0 ? named + (locale === 'zh' ? ` 等 ${places.length} 个座位` : ` and ${more} more`) : named
}
