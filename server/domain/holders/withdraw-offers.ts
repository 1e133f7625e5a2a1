import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { factsOfTicket } from './ticket-facts.ts'
import { endTransfer } from './transfer-moves.ts'

/** Takes back what of an order is on its way to somebody who has not accepted yet, and tells him. The caller has locked the order. */
export async function withdrawOffersOf(tx: Transaction, orderId: string, actor: string): Promise<void> {
  const open = await tx.select({ transfer: ticketTransfers, ticket: tickets }).from(tickets)
    .innerJoin(ticketTransfers, and(eq(ticketTransfers.ticketId, tickets.id), eq(ticketTransfers.state, 'offered')))
    .where(eq(tickets.orderId, orderId)).orderBy(tickets.id).for('update')
  for (const { transfer, ticket } of open) {
    await endTransfer(tx, transfer, 'withdrawn', actor)
    await giveNotice(tx, { to: { email: transfer.toEmail, locale: transfer.locale }, kind: 'ticket-offer-withdrawn', key: `ticket-offer-withdrawn:${transfer.id}`, params: await factsOfTicket(tx, ticket) })
  }
}
