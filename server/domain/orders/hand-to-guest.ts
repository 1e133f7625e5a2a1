import { randomBytes } from 'node:crypto'
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { orders, sessions, tickets } from '#drizzle/schema/index.ts'
import { giveNotice, sealGuestSecret } from '#server/domain/notify/index.ts'
import { hashSecret } from './guest-secret.ts'
import { personEmailHash } from './person.ts'
import { ticketsReadyNotices } from './tickets-ready.ts'

/** Tickets of somebody that still open a door: how many of each order. Those that he handed on are somebody else's. */
export async function liveTicketsOf(db: Queryable, userId: string): Promise<Map<string, number>> {
  const rows = await db.select({ orderId: orders.id, tickets: sql<number>`count(*)::int` }).from(orders)
    .innerJoin(tickets, and(eq(tickets.orderId, orders.id), eq(tickets.state, 'valid'), isNull(tickets.fromTicketId)))
    .innerJoin(sessions, eq(sessions.id, tickets.sessionId))
    .where(and(eq(orders.userId, userId), inArray(orders.state, ['paid', 'partially_refunded']), eq(sessions.status, 'scheduled'), gt(sessions.endsAt, sql`now()`)))
    .groupBy(orders.id)
  return new Map(rows.map(row => [row.orderId, row.tickets]))
}

/**
 * Makes orders of an account a guest's: tickets and payments stay as they are, the private link goes to `email`. Nothing of the
 * person who bought them is left on them.
 */
export async function handToGuest(tx: Transaction, guestKey: Buffer, orderIds: string[], guest: { email: string, name: string }): Promise<void> {
  for (const id of orderIds) {
    const secret = randomBytes(32).toString('base64url')
    await tx.update(orders).set({
      userId: null, guestSecretHash: hashSecret(secret), guestSecretSealed: sealGuestSecret(guestKey, secret), formerSecretHash: null,
      contactEmail: guest.email, contactName: guest.name, personKey: `email:${guest.email}`, personEmailHash: personEmailHash(guestKey, guest.email)
    }).where(eq(orders.id, id))
    const notices = await ticketsReadyNotices(tx, id)
    await giveNotice(tx, ...notices.map(notice => ({ ...notice, key: `tickets-kept:${id}` })))
  }
}
