import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { gatePresence, tickets } from '#drizzle/schema/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import { historyOf } from '#shared/gate/passages.ts'
import { freeFromBuyer, offSale } from './off-sale.ts'
import { passagesOf } from './passages-of.ts'

/** Writes down whether whoever has the ticket is inside. */
export async function writePresence(tx: Transaction, ticket: { id: string, sessionId: string }, isInside: boolean): Promise<void> {
  await tx.insert(gatePresence).values({ ticketId: ticket.id, sessionId: ticket.sessionId, isInside }).onConflictDoUpdate({ target: gatePresence.ticketId, set: { isInside, changedAt: sql`now()` } })
}

/**
 * Brings a ticket into line with everything that is recorded of it: used where somebody walked in on it, and inside or not. From the set
 * of its passages, so that the end is the same in whatever order phones hand them in. A refunded, transferred or changed ticket stays what it is:
 * who walked in on it is shown to the publisher.
 */
export async function settlePresence(tx: Transaction, ticketId: string, actor: string): Promise<void> {
  // Scans hold the row as what they refer to (key share): a plain FOR UPDATE of two phones would wait for each other.
  const [ticket] = await tx.select({ id: tickets.id, sessionId: tickets.sessionId, state: tickets.state }).from(tickets).where(eq(tickets.id, ticketId)).for('no key update')
  const history = historyOf(await passagesOf(tx, [ticketId]))
  if (ticket!.state === 'valid' && history.isUsed) {
    await freeFromBuyer(tx, ticketId)
    await moveTickets(tx, [ticketId], 'valid', 'used', actor)
    await offSale(tx, ticketId)
  }
  if (ticket!.state === 'used' && !history.isUsed) await moveTickets(tx, [ticketId], 'used', 'valid', actor)
  if (history.isUsed) await writePresence(tx, ticket!, history.isInside)
  else await tx.delete(gatePresence).where(eq(gatePresence.ticketId, ticketId))
}
