import { eq, inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { orders, sessions, tickets, walletPasses } from '#drizzle/schema/index.ts'

/*
 * Something happened that passes may say. Whether they really do is found out later (`keepPassesUp`): of ten changes of an event nine
 * are of prices, and a phone must not buzz for those.
 */

export async function checkPassesOfTickets(db: Queryable, ticketIds: string[]): Promise<void> {
  await db.update(walletPasses).set(DUE).where(inArray(walletPasses.ticketId, ticketIds))
}

export async function checkPassesOfEvents(db: Queryable, eventIds: string[]): Promise<void> {
  await db.update(walletPasses).set(DUE).where(inArray(walletPasses.ticketId, db.select({ id: tickets.id }).from(tickets).innerJoin(sessions, eq(sessions.id, tickets.sessionId)).where(inArray(sessions.eventId, eventIds))))
}

/** Of all tickets of somebody's, bought or handed to him. */
export async function checkPassesOfPerson(db: Queryable, userId: string): Promise<void> {
  const bought = db.select({ id: tickets.id }).from(tickets).innerJoin(orders, eq(orders.id, tickets.orderId)).where(eq(orders.userId, userId))
  await db.update(walletPasses).set(DUE).where(sql`${walletPasses.ticketId} in (${bought} union ${db.select({ id: tickets.id }).from(tickets).where(eq(tickets.holderUserId, userId))})`)
}

const DUE = { checkDueAt: sql`now()`, attempts: 0 }
