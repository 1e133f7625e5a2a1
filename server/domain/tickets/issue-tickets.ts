import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { orderLines, tickets } from '#drizzle/schema/index.ts'
import { newTicketSecret } from './ticket-code.ts'

/** Issues the tickets of an order: one a seat or place, once (unique by line and position), in the transaction that settles it. */
export async function issueTickets(tx: Transaction, order: { id: string, sessionId: string }): Promise<void> {
  const lines = await tx.select({ id: orderLines.id, seatIndex: orderLines.seatIndex, areaKey: orderLines.areaKey, quantity: orderLines.quantity })
    .from(orderLines).where(eq(orderLines.orderId, order.id))
  await tx.insert(tickets).values(lines.flatMap(line => Array.from({ length: line.quantity }, (_, position) => ({
    orderId: order.id,
    orderLineId: line.id,
    position,
    sessionId: order.sessionId,
    seatIndex: line.seatIndex,
    areaKey: line.areaKey,
    secret: newTicketSecret()
  }))))
}
