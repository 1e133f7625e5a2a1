import { inArray, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, orderLines, orders, tickets } from '#drizzle/schema/index.ts'
import type { HoldLine } from '#shared/api/holds.ts'
import type { ChangePlace, OrderChange } from '#shared/api/changes.ts'
import type { OrderOccasion } from '#shared/api/orders.ts'
import { labelsOf, occasionsOf } from '../occasions.ts'

type Labels = Pick<HoldLine, 'ticketType' | 'section' | 'row' | 'isTable' | 'seat'>

/** A place as both sides of a change show it. */
export function changePlaceOf({ sessionId, startsAt, timeZone, venue }: OrderOccasion, { ticketType, section, row, isTable, seat }: Labels): ChangePlace {
  return { sessionId, startsAt, timeZone, venue, ticketType, section, row, ...(isTable && { isTable }), seat }
}

/** What an order says of the ticket that it takes the place of; null where it takes none's. */
export async function changeOf(db: Queryable, order: OrderRow): Promise<OrderChange | null> {
  if (!order.changesTicketId) return null
  const [old] = await db.select({ ticket: tickets, line: orderLines, order: orders }).from(tickets)
    .innerJoin(orderLines, eq(orderLines.id, tickets.orderLineId)).innerJoin(orders, eq(orders.id, tickets.orderId)).where(eq(tickets.id, order.changesTicketId))
  const occasion = (await occasionsOf(db, [old!.ticket.sessionId])).get(old!.ticket.sessionId)!
  const money = (amountMinor: number) => ({ amountMinor, currency: order.currency })
  return {
    orderId: old!.order.id, reference: old!.order.reference, ticketId: old!.ticket.id, from: changePlaceOf(occasion, labelsOf(old!.line)),
    paid: money(order.changeFeeMinor + order.creditMinor + order.changeBackMinor), fee: money(order.changeFeeMinor), credit: money(order.creditMinor), back: money(order.changeBackMinor)
  }
}

/** Which orders took the place of some tickets, by the ticket. */
export async function changedInto(db: Queryable, ticketIds: string[]): Promise<Map<string, { orderId: string, reference: string }>> {
  if (ticketIds.length === 0) return new Map()
  const rows = await db.select({ ticketId: orders.changesTicketId, orderId: orders.id, reference: orders.reference, paidAt: orders.paidAt }).from(orders).where(inArray(orders.changesTicketId, ticketIds))
  return new Map(rows.filter(row => row.paidAt !== null).map(row => [row.ticketId!, { orderId: row.orderId, reference: row.reference }]))
}
