import { asc, eq } from 'drizzle-orm'
import { type TicketRow, tickets } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { type OrderReader, createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { person } from '#tests/support/house.ts'

export interface GivenTickets { orderId: string, reader: OrderReader, session: Awaited<ReturnType<typeof givenSession>>, tickets: TicketRow[] }

/** A customer who bought so many seats beside each other, with points. */
export async function givenTickets(house: House, count: number, wish: Parameters<typeof givenSession>[1] = {}): Promise<GivenTickets> {
  const session = await givenSession(house.db, wish)
  const { userId } = await givenCustomer(house.db, 40_000 * count)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: Array.from({ length: count }, (_, index) => ({ seatId: session.seat(index) })) })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  const reader = { userId, guestSecret: null }
  await payOrder(house, reader, orderId, 'points')
  return { orderId, reader, session, tickets: await house.db.select().from(tickets).where(eq(tickets.orderId, orderId)).orderBy(asc(tickets.seatIndex)) }
}
