import { sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import type { OrderRow } from '#drizzle/schema/index.ts'

/**
 * Writes the names of an order's attendees on its tickets, in the transaction that issues them. Who changed seats within a session comes
 * on the new ticket.
 */
export async function nameTickets(tx: Transaction, order: Pick<OrderRow, 'id' | 'sessionId' | 'changesTicketId'>): Promise<void> {
  if (order.changesTicketId) {
    await tx.execute(sql`update attendees a set order_id = ${order.id}, order_line_id = l.id, position = 0
      from tickets t, order_lines l where t.id = ${order.changesTicketId} and t.session_id = ${order.sessionId} and l.order_id = ${order.id}
        and a.order_line_id = t.order_line_id and a.position = t.position and a.released_at is null`)
  }
  await tx.execute(sql`update tickets t set holder_name = a.name from attendees a
    where t.order_id = ${order.id} and a.order_line_id = t.order_line_id and a.position = t.position and a.released_at is null and t.from_ticket_id is null`)
}
