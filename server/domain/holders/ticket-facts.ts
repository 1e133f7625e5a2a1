import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type TicketRow, orderLines } from '#drizzle/schema/index.ts'
import { labelsOf, occasionsOf } from '#server/domain/orders/index.ts'
import { placeName } from '#shared/seating/place-name.ts'

/** What a mail says of a ticket. */
export async function factsOfTicket(db: Queryable, ticket: TicketRow) {
  const [occasions, [line]] = await Promise.all([
    occasionsOf(db, [ticket.sessionId]), db.select({ labels: orderLines.labels }).from(orderLines).where(eq(orderLines.id, ticket.orderLineId))
  ])
  const occasion = occasions.get(ticket.sessionId)!
  const labels = labelsOf(line!)
  return {
    eventEn: occasion.event.en, eventZh: occasion.event.zh, venueEn: occasion.venue.en, venueZh: occasion.venue.zh, startsAt: occasion.startsAt, timeZone: occasion.timeZone,
    seatsEn: placeName(labels, 'en'), seatsZh: placeName(labels, 'zh')
  }
}
