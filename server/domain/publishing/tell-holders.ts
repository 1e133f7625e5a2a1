import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, type SessionRow, type VenueRow, events, orders, sessions, venues } from '#drizzle/schema/index.ts'
import { type Notice, giveNotice } from '#server/domain/notify/index.ts'
import { grantRefundRights } from '#server/domain/orders/index.ts'
import { HOLDS_TICKETS, type HoldersToTell, noteHoldersToTell } from './holders.ts'

/** Orders of one page of work: some hundred rights and messages, well under a second. */
const PAGE = 500
/** What was being ordered while it was decided is there by then: sessions are remembered for 2 s, an order takes less than 3. */
const SECOND_LOOK_SECONDS = 10

const DAY_MS = 86_400_000
const DAYS_AFTER_A_CHANGE = 14

interface Told { session: SessionRow, venue: VenueRow, event: { nameEn: string, nameZh: string } }

/**
 * Tells those who have tickets of the sessions what is different now, and lets them have their money back: one page of orders,
 * and leaves word for the next. Safe to repeat: rights and news are given once.
 */
export async function tellHolders(db: Queryable, work: HoldersToTell, now = new Date()): Promise<void> {
  const ids = work.sessions.map(session => session.sessionId)
  const rows = await db.select({ session: sessions, venue: venues, event: { nameEn: events.nameEn, nameZh: events.nameZh } }).from(sessions)
    .innerJoin(venues, eq(venues.id, sessions.venueId)).innerJoin(events, eq(events.id, sessions.eventId)).where(inArray(sessions.id, ids))
  const told = new Map<string, Told>(rows.map(row => [row.session.id, row]))
  const page = await db.select().from(orders)
    .where(and(inArray(orders.sessionId, [...told.keys()]), HOLDS_TICKETS, work.after ? gt(orders.id, work.after) : undefined))
    .orderBy(asc(orders.id)).limit(PAGE)
  const isNew = await grantRefundRights(db, page.map(order => ({ orderId: order.id, reason: newsOf(work, order).kind, until: untilOf(order, told, now) })))
  const toTell = work.isSecondLook ? page.filter(order => isNew.has(order.id)) : page
  await giveNotice(db, ...toTell.map(order => noticeOf(work, order, told.get(order.sessionId)!, untilOf(order, told, now))))
  if (page.length === PAGE) await noteHoldersToTell(db, { ...work, after: page.at(-1)!.id })
  else if (!work.isSecondLook) await noteHoldersToTell(db, { ...work, after: undefined, isSecondLook: true }, SECOND_LOOK_SECONDS)
}

const newsOf = (work: HoldersToTell, order: OrderRow) => work.sessions.find(session => session.sessionId === order.sessionId)!

/**
 * Two weeks, or until it begins where that is later: who reads it late or only finds out at the door may still give it back, unless
 * the ticket was used.
 */
function untilOf(order: OrderRow, told: Map<string, Told>, now: Date): Date {
  return new Date(Math.max(now.getTime() + DAYS_AFTER_A_CHANGE * DAY_MS, told.get(order.sessionId)!.session.startsAt.getTime()))
}

function noticeOf(work: HoldersToTell, order: OrderRow, { session, venue, event }: Told, until: Date): Notice {
  const news = newsOf(work, order)
  return {
    to: order.userId ? { userId: order.userId } : { email: order.contactEmail, locale: order.locale },
    kind: news.kind, key: `${news.kind}:${work.noticeKey}:${order.id}`, path: `/orders/${order.id}`,
    params: {
      eventEn: event.nameEn, eventZh: event.nameZh, changesEn: news.linesEn, changesZh: news.linesZh, ...(work.reason && { reason: work.reason }), ...(order.guestSecretSealed && { guestSecretSealed: order.guestSecretSealed }),
      orderId: order.id, reference: order.reference, refundUntil: until.toISOString(),
      startsAt: session.startsAt.toISOString(), timeZone: venue.timeZone, venueEn: venue.nameEn, venueZh: venue.nameZh
    }
  }
}
