import { desc, eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { refundRequests } from '#drizzle/schema/index.ts'
import { type OrderReader, ownOrder } from '#server/domain/orders/index.ts'
import type { RefundOfferReply } from '#shared/api/refunds.ts'
import { quoteRefund } from './quote.ts'

/** What its owner is told of giving an order back: each ticket's worth now, the steps that come, and what became of his request. */
export async function describeRefund(db: Database, reader: OrderReader, orderId: string): Promise<RefundOfferReply> {
  const order = await ownOrder(db, reader, orderId)
  const [quote, [request]] = await Promise.all([
    quoteRefund(db, order),
    db.select().from(refundRequests).where(eq(refundRequests.orderId, order.id)).orderBy(desc(refundRequests.id)).limit(1)
  ])
  const money = (amountMinor: number) => ({ amountMinor, currency: order.currency })
  return {
    way: quote.way,
    feePercent: quote.feePercent,
    until: quote.until?.toISOString() ?? null,
    steps: order.refundTerms?.steps ?? [],
    tickets: quote.tickets.map(({ ticket, paidMinor, feeMinor }) => ({ id: ticket.id, paid: money(paidMinor), fee: money(feeMinor), back: money(paidMinor - feeMinor) })),
    request: request
      ? { state: request.state, ticketIds: request.ticketIds, back: money(request.backMinor), askedAt: request.askedAt.toISOString(), decisionReason: request.decisionReason }
      : null
  }
}
