import type { Database } from '#drizzle/database.ts'
import { type OrderReader, ownOrder } from '#server/domain/orders/index.ts'
import type { ResaleReply } from '#shared/api/resale.ts'
import { type JudgedTicket, judgeResale } from './judge.ts'

/** What the owner of an order is told of offering its tickets to others. Throws `not-found`. */
export async function describeResale(db: Database, reader: OrderReader, orderId: string): Promise<ResaleReply> {
  const order = await ownOrder(db, reader, orderId)
  const { session, tickets } = await judgeResale(db, db, order)
  return { until: session.saleEndsAt.toISOString(), tickets: tickets.map(judged => viewOf(judged, order.currency)) }
}

function viewOf(judged: JudgedTicket, currency: string): ResaleReply['tickets'][number] {
  const { ticket, last, paidMinor, why } = judged
  const state = stateOf(judged)
  return {
    id: ticket.id, state, why: state === 'refused' ? why : null,
    back: { amountMinor: state === 'sold' ? last!.backMinor! : paidMinor, currency },
    hasLapsed: last?.state === 'lapsed'
  }
}

/** What is on sale stays so until somebody ends it, whatever would be said of a new offer. */
function stateOf({ last, why }: JudgedTicket): ResaleReply['tickets'][number]['state'] {
  if (last?.state === 'open' || last?.state === 'locked' || last?.state === 'sold') return last.state
  return why === null ? 'possible' : 'refused'
}
