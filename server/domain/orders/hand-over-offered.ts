import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type OrderRow, type ResaleRow, orderLines, orders, resales, tickets } from '#drizzle/schema/index.ts'
import { BEING_BOUGHT, moveResale } from '#server/domain/inventory/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { paidForTicket } from '#shared/refunds/terms.ts'
import { keepFee } from './end-paid-order.ts'
import { moveOrders } from './move-order.ts'

/**
 * Ends the tickets whose places an order took from their owners, in the transaction that pays it and before its own are issued: their
 * codes die, and their orders are refunded by them. What is owed to the owners stands in the resales: what each paid, at most what his
 * place was sold for. Throws `resale-gone` where a ticket was used or blocked meanwhile; then the caller rolls back.
 */
export async function handOverOffered(tx: Transaction, order: OrderRow): Promise<void> {
  const locked = await tx.select().from(resales).where(and(eq(resales.buyerOrderId, order.id), eq(resales.state, 'locked'))).orderBy(asc(resales.id))
  if (locked.length === 0) return
  const sellers = await tx.select().from(orders).where(inArray(orders.id, locked.map(resale => resale.orderId))).orderBy(asc(orders.id)).for('update')
  const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, order.id))
  const worth = new Map(lines.map(line => [line.id, Array.from({ length: line.quantity }, (_, position) => paidForTicket(line, position))]))
  for (const seller of sellers) await endOffered(tx, seller, locked.filter(resale => resale.orderId === seller.id), resale => worth.get(resale.buyerLineId!)!.pop()!)
}

async function endOffered(tx: Transaction, seller: OrderRow, sold: ResaleRow[], worthOf: (resale: ResaleRow) => number): Promise<void> {
  const all = await tx.select().from(tickets).where(eq(tickets.orderId, seller.id)).orderBy(asc(tickets.id)).for('update')
  const ids = new Set(sold.map(resale => resale.ticketId))
  const own = all.filter(ticket => ids.has(ticket.id))
  if (own.some(ticket => ticket.state !== 'valid' || (ticket.blockedReason !== null && ticket.blockedReason !== BEING_BOUGHT))) throw new DomainError('resale-gone')
  await moveTickets(tx, [...ids], 'valid', 'resold', 'resale')
  await tx.update(tickets).set({ blockedReason: null }).where(inArray(tickets.id, [...ids]))
  const lasts = all.some(ticket => !ids.has(ticket.id) && (ticket.state === 'valid' || ticket.state === 'used'))
  await moveOrders(tx, [seller.id], seller.state, lasts ? 'partially_refunded' : 'refunded', 'resale')
  for (const resale of sold) {
    const backMinor = Math.min(resale.paidMinor, worthOf(resale))
    if (!await moveResale(tx, resale, 'locked', 'sold', `order:${resale.buyerOrderId}`, { backMinor })) throw new DomainError('resale-gone')
    await keepFee(tx, seller.id, resale.paidMinor - backMinor)
  }
}
