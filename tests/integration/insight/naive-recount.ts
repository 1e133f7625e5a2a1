import { auditLog, orderLines, orders, payments, refunds, tickets } from '#drizzle/schema/index.ts'
import type { House } from '#server/house.ts'
import type { SaleFigures } from '#shared/api/stats.ts'
import { paidForTicket } from '#shared/refunds/terms.ts'

const NOTHING: SaleFigures = { orders: 0, tickets: 0, soldMinor: 0, discountMinor: 0, creditMinor: 0, takenMinor: 0, pointsMinor: 0, backMinor: 0, netMinor: 0, refunds: 0, endedTickets: 0 }

/** One thing that happened: in a session, at a time, and what it adds to the figures of its currency. */
export interface Happening { at: Date, sessionId: string, ticketTypeId: string | null, currency: string, adds: Partial<SaleFigures> }

/** Everything that happened, read row by row from the tables of those who did it: no ledger, no roll-up, no SQL that counts. */
export async function whatHappened({ db }: Pick<House, 'db'>): Promise<Happening[]> {
  const [allOrders, lines, allTickets, audits, allPayments, allRefunds] = await Promise.all([
    db.select().from(orders), db.select().from(orderLines), db.select().from(tickets), db.select().from(auditLog), db.select().from(payments), db.select().from(refunds)
  ])
  const orderOf = new Map(allOrders.map(order => [order.id, order]))
  const lineOf = new Map(lines.map(line => [line.id, line]))
  const ticketOf = new Map(allTickets.map(ticket => [ticket.id, ticket]))
  const paymentOf = new Map(allPayments.map(payment => [payment.id, payment]))
  const happened: Happening[] = []
  const add = (orderId: string, at: Date, adds: Partial<SaleFigures>, ticketTypeId: string | null = null) => {
    const { sessionId, currency } = orderOf.get(orderId)!
    happened.push({ at, sessionId, currency, ticketTypeId, adds })
  }
  for (const order of allOrders) {
    if (!order.paidAt) continue
    add(order.id, order.paidAt, { orders: 1, creditMinor: order.creditMinor })
    for (const line of lines.filter(one => one.orderId === order.id)) {
      add(order.id, order.paidAt, { tickets: line.quantity, soldMinor: line.quantity * line.unitPriceMinor - line.discountMinor, discountMinor: line.discountMinor }, line.ticketTypeId)
    }
  }
  for (const payment of allPayments) {
    if (payment.state !== 'captured' || !payment.orderId) continue
    const points = payment.method === 'points' ? payment.amountMinor : payment.pointsMinor
    add(payment.orderId, orderOf.get(payment.orderId)!.paidAt!, { takenMinor: payment.amountMinor + payment.pointsMinor, pointsMinor: points })
  }
  for (const refund of allRefunds) {
    if (!refund.orderId || paymentOf.get(refund.paymentId)!.state !== 'captured') continue
    // Points return when the refund is asked for, money when it is done.
    if (refund.pointsMinor > 0) add(refund.orderId, refund.createdAt, { backMinor: refund.pointsMinor, refunds: refund.amountMinor === 0 ? 1 : 0 })
    if (refund.amountMinor > 0 && refund.state === 'done') add(refund.orderId, refund.settledAt!, { backMinor: refund.amountMinor, refunds: 1 })
  }
  for (const row of audits) {
    if (row.subjectType !== 'ticket' || !['refunded', 'changed', 'resold'].includes(row.toState!)) continue
    const ticket = ticketOf.get(row.subjectId)!
    const line = lineOf.get(ticket.orderLineId)!
    if (paidForTicket(line, ticket.position) < 0) throw new Error('a ticket cost less than nothing')
    add(ticket.orderId, row.at, { endedTickets: 1 }, line.ticketTypeId)
  }
  return happened
}

/** The figures of those that happened in a time, by currency. */
export function recount(happened: readonly Happening[], from: Date, until: Date): Record<string, SaleFigures> {
  const figures: Record<string, SaleFigures> = {}
  for (const { at, currency, adds } of happened) {
    if (at < from || at >= until) continue
    const sum = figures[currency] ??= { ...NOTHING }
    for (const [name, value] of Object.entries(adds)) sum[name as keyof SaleFigures] += value
    sum.netMinor = sum.takenMinor - sum.backMinor
  }
  return figures
}
