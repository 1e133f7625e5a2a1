import { and, asc, eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type ResaleRow, events, orderLines, orders, resales, sessions, tickets } from '#drizzle/schema/index.ts'
import { type HoldStore, endResales, tellStore } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { labelsOf, noteSeatsChanged, occasionsOf } from '#server/domain/orders/index.ts'
import { placeName } from '#shared/seating/place-name.ts'

const BATCH = 100

/**
 * Ends offers that nobody can take any more, because the sale is over, the show has begun or does not take place, or the organiser has
 * switched resale off: the tickets stay valid, and their owners are told. @returns how many
 */
export async function lapseResales(deps: { db: Database, holds: HoldStore }): Promise<number> {
  const isCancelled = sql<boolean>`(${sessions.status} = 'cancelled' or ${events.status} = 'cancelled')`
  const over = await deps.db.select({ resale: resales, isCancelled }).from(resales).innerJoin(sessions, eq(sessions.id, resales.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
    .where(and(eq(resales.state, 'open'), sql`(${isCancelled} or ${sessions.saleEndsAt} <= now() or ${sessions.startsAt} <= now() or not ${events.allowsResale})`)).orderBy(asc(resales.id)).limit(BATCH)
  let count = 0
  for (const { resale, isCancelled } of over) {
    const ended = await inTransaction(deps.db, async (tx) => {
      await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, resale.ticketId)).for('update')
      const { ended } = await endResales(tx, [resale.ticketId], 'lapsed', 'housekeeping', 'leave')
      await noteSeatsChanged(tx, ended.map(one => ({ sessionId: one.sessionId, seats: one.seatIndex === null ? [] : [one.seatIndex] })))
      // A cancelled show has a mail of its own.
      if (ended.length > 0 && !isCancelled) await tellNotSold(tx, resale)
      return ended.length
    })
    if (ended > 0) await tellStore(deps, resale.sessionId, resale.seatIndex === null ? [] : [resale.seatIndex]).catch(() => {})
    count += ended
  }
  return count
}

async function tellNotSold(tx: Transaction, resale: ResaleRow): Promise<void> {
  const [found] = await tx.select({ order: orders, line: orderLines }).from(orders).innerJoin(orderLines, eq(orderLines.id, resale.orderLineId)).where(eq(orders.id, resale.orderId))
  const { order, line } = found!
  const occasion = (await occasionsOf(tx, [resale.sessionId])).get(resale.sessionId)!
  const labels = labelsOf(line)
  await giveNotice(tx, {
    to: order.userId ? { userId: order.userId } : { email: order.contactEmail, locale: order.locale },
    kind: 'ticket-not-resold', key: `ticket-not-resold:${resale.id}`, path: `/orders/${order.id}/tickets`,
    params: {
      eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh, startsAt: occasion.startsAt, timeZone: occasion.timeZone,
      seatsEn: placeName(labels, 'en'), seatsZh: placeName(labels, 'zh'), ...(order.guestSecretSealed && { guestSecretSealed: order.guestSecretSealed })
    }
  })
}
