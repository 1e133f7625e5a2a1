import { and, eq, isNull } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type OrderRow, attendees, orderLines, tickets } from '#drizzle/schema/index.ts'
import type { AttendeesReply } from '#shared/api/attendees.ts'
import type { DocumentKind } from '#shared/attendees/identity-document.ts'

/** Every ticket of an order that has not ended, with who comes on it, for its owner. */
export async function readAttendees(db: Queryable, order: Pick<OrderRow, 'id' | 'state'>): Promise<AttendeesReply> {
  const [lines, named, issued] = await Promise.all([
    db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(orderLines.id),
    db.select().from(attendees).where(and(eq(attendees.orderId, order.id), isNull(attendees.releasedAt))),
    db.select({ lineId: tickets.orderLineId, position: tickets.position, state: tickets.state }).from(tickets).where(eq(tickets.orderId, order.id))
  ])
  const ended = new Set(issued.filter(t => t.state !== 'valid' && t.state !== 'used').map(t => `${t.lineId} ${t.position}`))
  return {
    places: lines.flatMap(({ id: lineId, quantity, labels }) => Array.from({ length: quantity }, (_, position) => {
      const one = named.find(a => a.orderLineId === lineId && a.position === position)
      return {
        lineId, position,
        section: { en: labels.sectionEn, zh: labels.sectionZh }, row: labels.row ?? null, ...(labels.isTable && { isTable: true }), seat: labels.seat ?? null,
        ticketType: { en: labels.ticketTypeEn, zh: labels.ticketTypeZh },
        attendee: one?.name ? { name: one.name, kind: one.documentKind as DocumentKind, tail: one.numberTail! } : null,
        isOpen: order.state === 'pending' || !one
      }
    }).filter(place => !ended.has(`${lineId} ${place.position}`)))
  }
}
