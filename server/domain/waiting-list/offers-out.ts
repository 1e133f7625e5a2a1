import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { orderLines, orders, waitingOffers } from '#drizzle/schema/index.ts'
import { seatsInWords } from '#server/domain/orders/index.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** An offer that is out, or whose end the entry has not heard of yet. */
export interface OfferOut { orderId: string, places: number, seats: LocalText, total: { amountMinor: number, currency: string }, until: Date, orderState: string, remainingMs: number }

/** What some entries are offered now, by entry. */
export async function offersOut(db: Database, entryIds: string[]): Promise<Map<string, OfferOut>> {
  if (entryIds.length === 0) return new Map()
  const rows = await db.select({
    entryId: waitingOffers.entryId, orderId: waitingOffers.orderId, places: waitingOffers.places, until: orders.expiresAt, orderState: orders.state,
    total: { amountMinor: orders.totalMinor, currency: orders.currency },
    remainingMs: sql<number>`case when ${orders.state} = 'pending' then greatest(0, extract(epoch from ${orders.expiresAt} - now()) * 1000)::int else 0 end`
  }).from(waitingOffers).innerJoin(orders, eq(orders.id, waitingOffers.orderId)).where(and(inArray(waitingOffers.entryId, entryIds), isNull(waitingOffers.outcome)))
  const orderIds = rows.map(row => row.orderId)
  const lines = orderIds.length === 0 ? [] : await db.select().from(orderLines).where(inArray(orderLines.orderId, orderIds)).orderBy(asc(orderLines.seatIndex), asc(orderLines.id))
  return new Map(rows.map(({ entryId, ...row }) => {
    const own = lines.filter(line => line.orderId === row.orderId)
    return [entryId, { ...row, seats: { en: seatsInWords(own, 'en'), zh: seatsInWords(own, 'zh') } }]
  }))
}
