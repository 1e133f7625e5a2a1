import { timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, type TicketRow, orders, tickets } from '#drizzle/schema/index.ts'
import { type OrderReader, hashSecret, ownOrder } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** The ticket and its order, for whoever holds the ticket. Everybody else learns as much as of a ticket that does not exist. */
export async function ownTicket(db: Queryable, reader: OrderReader, ticketId: string): Promise<{ ticket: TicketRow, order: OrderRow }> {
  const [found] = await db.select({ ticket: tickets, order: orders }).from(tickets).innerJoin(orders, eq(orders.id, tickets.orderId)).where(eq(tickets.id, ticketId))
  if (!found) throw new DomainError('not-found')
  // What was never handed on belongs to the order; what was belongs to nobody but its holder, not to the order's owner either.
  if (found.ticket.fromTicketId === null) await ownOrder(db, reader, found.order.id)
  else if (!isHolder(found.ticket, reader)) throw new DomainError('not-found')
  return found
}

function isHolder(ticket: TicketRow, reader: OrderReader): boolean {
  if (ticket.holderUserId) return ticket.holderUserId === reader.userId
  return isSecret(reader.guestSecret, ticket.holderSecretHash)
}

export function isSecret(shown: string | null, hash: string | null): boolean {
  return Boolean(shown && hash) && timingSafeEqual(Buffer.from(hashSecret(shown!)), Buffer.from(hash!))
}
