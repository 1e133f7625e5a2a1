import { randomBytes } from 'node:crypto'
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { sessions, tickets } from '#drizzle/schema/index.ts'
import { giveNotice, sealGuestSecret } from '#server/domain/notify/index.ts'
import { hashSecret } from '#server/domain/orders/index.ts'
import { factsOfTicket } from './ticket-facts.ts'

/** Tickets that others handed to an account and that still open a door. */
export async function liveTicketsHandedTo(db: Queryable, userId: string): Promise<string[]> {
  const rows = await db.select({ id: tickets.id }).from(tickets).innerJoin(sessions, eq(sessions.id, tickets.sessionId))
    .where(and(eq(tickets.holderUserId, userId), eq(tickets.state, 'valid'), eq(sessions.status, 'scheduled'), gt(sessions.endsAt, sql`now()`)))
  return rows.map(row => row.id)
}

/** Makes such tickets those of whoever has a private link, which goes to `email`. Nothing of the person is left on them; the code stays. */
export async function leaveToLink(tx: Transaction, guestKey: Buffer, ticketIds: string[], { email, name, locale }: { email: string, name: string, locale: 'en' | 'zh' }): Promise<void> {
  for (const id of ticketIds) {
    const secret = randomBytes(32).toString('base64url')
    const [ticket] = await tx.update(tickets).set({ holderUserId: null, holderSecretHash: hashSecret(secret), holderEmail: email, holderName: name }).where(eq(tickets.id, id)).returning()
    await giveNotice(tx, { to: { email, locale }, kind: 'ticket-received', key: `ticket-kept:${id}`, path: `/tickets/${id}`, params: { ...await factsOfTicket(tx, ticket!), guestSecretSealed: sealGuestSecret(guestKey, secret) } })
  }
}
