import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type OrderRow, claims, orderLines, orders, tickets } from '#drizzle/schema/index.ts'
import { newReference } from '#server/domain/orders/reference.ts'
import { newId } from '#shared/ids/id.ts'
import { toBase32 } from '#shared/tickets/base32.ts'
import type { TestSession } from './fixtures.ts'

export interface SoldTicket { id: string, orderId: string, sessionId: string, seatIndex: number, secret: string }

/** Whole parties of guests who have paid: the first `count` seats of a session, so many an order. Written by hand, because a gate needs thousands. */
export async function soldTickets(db: Database, session: TestSession, count: number, seatsEach = 2): Promise<SoldTicket[]> {
  const seats = Array.from({ length: count }, (_, index) => index)
  const parties = Array.from({ length: Math.ceil(count / seatsEach) }, (_, n) => ({ id: newId(), seats: seats.slice(n * seatsEach, (n + 1) * seatsEach), n }))
  const sold: SoldTicket[] = []
  for (let first = 0; first < parties.length; first += 500) {
    const some = parties.slice(first, first + 500)
    const lines = some.flatMap(party => party.seats.map(seatIndex => ({ id: newId(), orderId: party.id, seatIndex })))
    const issued = lines.map(line => ({ id: newId(), orderId: line.orderId, orderLineId: line.id, sessionId: session.sessionId, seatIndex: line.seatIndex, secret: toBase32(crypto.getRandomValues(new Uint8Array(20))) }))
    await db.transaction(async (tx) => {
      await tx.insert(orders).values(some.map(party => ({ ...guestOrder(session, party.id), contactName: `Guest ${party.n}` })))
      await tx.insert(orderLines).values(lines.map(line => ({
        ...line, ticketTypeId: session.seatTypeId, quantity: 1, unitPriceMinor: 0,
        labels: { ticketTypeEn: 'Adult', ticketTypeZh: '成人票', sectionEn: 'Stalls', sectionZh: '池座', row: rowOf(session, line.seatIndex), seat: session.plan.seats.label[line.seatIndex]! }
      })))
      await tx.insert(claims).values(lines.map(line => ({ sessionId: session.sessionId, seatIndex: line.seatIndex, orderId: line.orderId, orderLineId: line.id, state: 'sold' as const })))
      await tx.insert(tickets).values(issued.map(ticket => ({ ...ticket, position: 0 })))
    })
    sold.push(...issued)
  }
  await db.execute(sql`analyze tickets`)
  return sold
}

const rowOf = (session: TestSession, seat: number) => session.plan.rows.find(row => seat >= row.firstSeat && seat < row.firstSeat + row.seatCount)!.label

function guestOrder(session: TestSession, id: string): Omit<OrderRow, 'contactName'> {
  return {
    id, reference: newReference(), sessionId: session.sessionId, userId: null, guestSecretHash: newId(), guestSecretSealed: null, formerSecretHash: null, contactEmail: `${id}@example.org`, locale: 'en',
    personKey: `email:${id}`, personEmailHash: null, state: 'paid', totalMinor: 0, promoCodeId: null, discountMinor: 0, currency: 'CNY', holdHash: id,
    createdAt: new Date(), expiresAt: new Date(Date.now() + 600_000), payableUntil: null, refundTerms: null, keptFeeMinor: 0, changeTerms: null, changesTicketId: null, changeFeeMinor: 0, creditMinor: 0, changeBackMinor: 0, paidAt: new Date(), closedAt: null
  }
}
