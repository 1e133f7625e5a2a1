import { asc, eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { attendees, events, ledgerAccounts, ledgerEntries, ledgerOperations, orderLines, orders, payments, promoCodes, refundRights, refunds, resales, sessions, tickets, venues } from '#drizzle/schema/index.ts'

/** What somebody ordered, paid, got back, and the points that he has. */
export async function copyOfPurchases(db: Queryable, userId: string) {
  const bought = await db.select({ order: orders, session: sessions, event: events, venue: venues, promoCode: promoCodes.code }).from(orders)
    .innerJoin(sessions, eq(sessions.id, orders.sessionId)).innerJoin(events, eq(events.id, sessions.eventId)).innerJoin(venues, eq(venues.id, sessions.venueId))
    .leftJoin(promoCodes, eq(promoCodes.id, orders.promoCodeId))
    .where(eq(orders.userId, userId)).orderBy(asc(orders.createdAt))
  const ids = bought.map(({ order }) => order.id)
  const [lines, issued, paid, given, rights, named, offered] = ids.length === 0
    ? [[], [], [], [], [], [], []]
    : await Promise.all([
        db.select().from(orderLines).where(inArray(orderLines.orderId, ids)).orderBy(asc(orderLines.id)),
        db.select({ id: tickets.id, orderId: tickets.orderId, orderLineId: tickets.orderLineId, state: tickets.state, issuedAt: tickets.createdAt, usedAt: tickets.usedAt })
          .from(tickets).where(inArray(tickets.orderId, ids)).orderBy(asc(tickets.orderLineId), asc(tickets.position)),
        db.select().from(payments).where(inArray(payments.orderId, ids)).orderBy(asc(payments.createdAt)),
        db.select().from(refunds).where(inArray(refunds.orderId, ids)).orderBy(asc(refunds.createdAt)),
        db.select().from(refundRights).where(inArray(refundRights.orderId, ids)),
        db.select({ orderId: attendees.orderId, orderLineId: attendees.orderLineId, name: attendees.name, document: attendees.documentKind, endOfNumber: attendees.numberTail, since: attendees.createdAt })
          .from(attendees).where(inArray(attendees.orderId, ids)).orderBy(asc(attendees.createdAt)),
        // Who bought it is the buyer's own affair.
        db.select({ orderId: resales.orderId, ticketId: resales.ticketId, state: resales.state, paidMinor: resales.paidMinor, backMinor: resales.backMinor, since: resales.createdAt, decidedAt: resales.decidedAt })
          .from(resales).where(inArray(resales.orderId, ids)).orderBy(asc(resales.createdAt))
      ])
  const of = <T extends { orderId: string | null }>(rows: T[], orderId: string) => rows.filter(row => row.orderId === orderId).map(({ orderId: _, ...row }) => row)
  return {
    orders: bought.map(({ order: { guestSecretHash: _h, guestSecretSealed: _s, formerSecretHash: _f, holdHash: _d, personEmailHash: _p, promoCodeId: _c, userId: _u, ...order }, session, event, venue, promoCode }) => ({
      ...order, promoCode,
      event: { id: event.id, slug: event.slug, nameEn: event.nameEn, nameZh: event.nameZh },
      session: { startsAt: session.startsAt, endsAt: session.endsAt, venueEn: venue.nameEn, venueZh: venue.nameZh, timeZone: venue.timeZone },
      lines: of(lines, order.id), tickets: of(issued, order.id), payments: of(paid, order.id).map(({ instrumentHash: _i, ...payment }) => payment), refunds: of(given, order.id), refundRights: of(rights, order.id), attendees: of(named, order.id), offeredToOthers: of(offered, order.id)
    })),
    ticketsHandedToMe: await db.select({ id: tickets.id, state: tickets.state, name: tickets.holderName, since: tickets.createdAt, usedAt: tickets.usedAt, eventEn: events.nameEn, eventZh: events.nameZh, startsAt: sessions.startsAt }).from(tickets)
      .innerJoin(sessions, eq(sessions.id, tickets.sessionId)).innerJoin(events, eq(events.id, sessions.eventId)).where(eq(tickets.holderUserId, userId)).orderBy(asc(tickets.createdAt)),
    points: await copyOfPoints(db, userId),
    pointsBought: (await db.select().from(payments).where(eq(payments.topUpUserId, userId)).orderBy(asc(payments.createdAt))).map(({ topUpUserId: _, instrumentHash: _i, ...payment }) => payment)
  }
}

async function copyOfPoints(db: Queryable, userId: string) {
  const entries = await db.select({ at: ledgerOperations.createdAt, what: ledgerOperations.description, operation: ledgerOperations.key, amountMinor: ledgerEntries.amountMinor, currency: ledgerAccounts.currency })
    .from(ledgerEntries).innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId)).innerJoin(ledgerOperations, eq(ledgerOperations.id, ledgerEntries.operationId))
    .where(eq(ledgerAccounts.userId, userId)).orderBy(asc(ledgerEntries.id))
  return { balance: entries.reduce((sum, entry) => sum + entry.amountMinor, 0), entries }
}
