import { eq } from 'drizzle-orm'
import { payments, refunds, tickets } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { type OrderReader, createOrder, ownOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, person } from '#tests/support/house.ts'

export interface Waiting { session: TestSession, orderId: string, reader: OrderReader, userId: string | null }

/** An order of two seats at 380 each that waits for its payment: a customer's with so many points, or a guest's. */
export async function givenOrder(house: House, wish: { points?: number, session?: TestSession, seats?: number[] } = {}): Promise<Waiting> {
  const session = wish.session ?? await givenSession(house.db)
  const userId = wish.points === undefined ? null : (await givenCustomer(house.db, wish.points)).userId
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: (wish.seats ?? [4, 5]).map(seat => ({ seatId: session.seat(seat) })) })
  const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: userId ? undefined : guestContact(buyer.visitor) })
  return { session, orderId, userId, reader: { userId, guestSecret } }
}

/** The same with a payment that was started at the sandbox. */
export async function givenStarted(house: House, wish: Parameters<typeof givenOrder>[1] & { usePoints?: boolean } = {}): Promise<Waiting & { paymentId: string }> {
  const order = await givenOrder(house, wish)
  const { paymentId } = await payOrder(house, order.reader, order.orderId, 'sandbox', { usePoints: wish.usePoints })
  return { ...order, paymentId }
}

/** How everything of an order stands, in a form to compare. */
export async function standOf(house: House, { orderId, reader }: Pick<Waiting, 'orderId' | 'reader'>) {
  const [order, paid, back, issued] = await Promise.all([
    ownOrder(house.db, reader, orderId),
    house.db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(payments.id),
    house.db.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(refunds.id),
    house.db.select().from(tickets).where(eq(tickets.orderId, orderId)).orderBy(tickets.id)
  ])
  return {
    order: order.state,
    payments: paid.map(p => p.state),
    dispute: paid.map(p => p.dispute).find(Boolean) ?? null,
    refunds: back.map(r => ({ state: r.state, amountMinor: r.amountMinor, pointsMinor: r.pointsMinor })),
    tickets: issued.map(t => t.blockedReason ? `${t.state} (${t.blockedReason})` : t.state)
  }
}
