import { and, eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { tickets } from '#drizzle/schema/index.ts'
import { BEING_BOUGHT, endResales } from '#server/domain/inventory/index.ts'
import { noteSeatsChanged } from '#server/domain/orders/index.ts'

/** Whoever walked in on a ticket does not sell it any more. An order that is paying for its place stays for now, and its money goes back when it comes. */
export async function offSale(tx: Transaction, ticketId: string): Promise<void> {
  const { ended } = await endResales(tx, [ticketId], 'withdrawn', 'gate', 'leave')
  await noteSeatsChanged(tx, ended.map(resale => ({ sessionId: resale.sessionId, seats: resale.seatIndex === null ? [] : [resale.seatIndex] })))
}

/** Who is inside already, because a phone without a network let him in, keeps his seat: an order that has not paid for it yet does not get it. */
export async function freeFromBuyer(tx: Transaction, ticketId: string): Promise<void> {
  await tx.update(tickets).set({ blockedReason: null }).where(and(eq(tickets.id, ticketId), eq(tickets.blockedReason, BEING_BOUGHT)))
}
