import { and, eq, sql } from 'drizzle-orm'
import { orderCredits, orders, outbox, sessions, ticketTypes, tickets } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { type OrderReader, createOrder, ownOrder, quoteChange, startChange } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import type { ChangeTerms } from '#shared/refunds/change.ts'
import { type SessionWish, type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, person } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'

export const TERMS: ChangeTerms = { hoursBefore: 24, feePercent: 0 }

/** A show with two evenings in the same hall: the second costs what is asked for. */
export async function givenTwoEvenings(house: House, wish: SessionWish & { terms?: ChangeTerms | null, otherPriceMinor?: number } = {}): Promise<{ first: TestSession, second: TestSession }> {
  const { terms = TERMS, otherPriceMinor = 50_000, ...session } = wish
  const first = await givenSession(house.db, { standingCapacity: 20, ...session })
  const second = await givenSession(house.db, { standingCapacity: 20, ...session, priceMinor: otherPriceMinor })
  await house.db.update(sessions).set({ eventId: first.eventId }).where(eq(sessions.id, second.sessionId))
  for (const id of [first.sessionId, second.sessionId]) await house.db.update(sessions).set({ changeTerms: terms }).where(eq(sessions.id, id))
  return { first, second: { ...second, eventId: first.eventId } }
}

export interface Bought { session: TestSession, orderId: string, reader: OrderReader, buyer: ReturnType<typeof person>, userId: string | null, ticketIds: string[] }
export type Way = 'points' | 'sandbox' | 'mix'

/** Pays in one of the ways, all the way through. */
export async function pay(house: House, reader: OrderReader, orderId: string, way: Way): Promise<string> {
  const order = await ownOrder(house.db, reader, orderId)
  const method = order.totalMinor === order.creditMinor ? 'free' : way === 'points' ? 'points' : 'sandbox'
  const { paymentId } = await payOrder(house, reader, orderId, method, { usePoints: way === 'mix' && method === 'sandbox' })
  if (method === 'sandbox') await payAtSandbox(house, paymentId)
  return paymentId
}

/** Paid tickets of some seats: a customer's with points, or (null) a guest's, who pays outside. */
export async function givenBought(house: House, session: TestSession, wish: { seats?: number[], standing?: number, points?: number | null, way?: Way } = {}): Promise<Bought> {
  const { seats = [4, 5], points = 1_000_000, way = points === null ? 'sandbox' : 'points' } = wish
  const userId = points === null ? null : (await givenCustomer(house.db, points)).userId
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, {
    seats: seats.map(seat => ({ seatId: session.seat(seat) })), ...(wish.standing && { standing: [{ areaKey: 'floor', quantity: wish.standing, ticketTypeId: session.standingTypeId }] })
  })
  const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: userId ? undefined : guestContact(buyer.visitor) })
  const reader = { userId, guestSecret }
  await pay(house, reader, orderId, way)
  const issued = await ticketsOf(house, orderId)
  return { session, orderId, reader, buyer, userId, ticketIds: issued.map(ticket => ticket.id) }
}

export const ticketsOf = (house: House, orderId: string) => house.db.select().from(tickets).where(eq(tickets.orderId, orderId)).orderBy(tickets.seatIndex, tickets.position)
export const orderRow = async (house: House, orderId: string) => (await house.db.select().from(orders).where(eq(orders.id, orderId)))[0]!
export const creditsOf = (house: House, orderId: string) => house.db.select().from(orderCredits).where(eq(orderCredits.orderId, orderId))
export const toldOf = async (house: House, orderId: string) => (await house.db.select().from(outbox).where(and(eq(outbox.topic, 'notice'), sql`${outbox.payload} ->> 'path' = ${`/orders/${orderId}`}`)).orderBy(outbox.id)).map(row => row.payload.kind)

export interface To { session: TestSession, seat?: number, ticketTypeId?: string }

/** Holds the new place and agrees to the difference: an order that waits to be paid. */
export async function beginChange(house: House, bought: Pick<Bought, 'reader' | 'buyer' | 'orderId'>, ticketId: string, to: To) {
  const { sessionId } = to.session
  const hold = await holdSeats(house, bought.buyer, sessionId, {
    changing: ticketId, ...(to.seat === undefined ? { standing: [{ areaKey: 'floor', quantity: 1 }] } : { seats: [{ seatId: to.session.seat(to.seat), ticketTypeId: to.ticketTypeId }] })
  })
  const wish = { ticketId, sessionId, holdToken: hold.holdToken }
  const quote = await quoteChange(house, bought.reader, bought.buyer, bought.orderId, wish)
  const input = { ...wish, agreed: { payMinor: quote.pay.amountMinor, backMinor: quote.back.amountMinor } }
  return { quote, input, orderId: await startChange(house, bought.reader, bought.buyer, bought.orderId, input) }
}

/** The same, and pays it. */
export async function change(house: House, bought: Pick<Bought, 'reader' | 'buyer' | 'orderId'>, ticketId: string, to: To, way: Way = 'points') {
  const begun = await beginChange(house, bought, ticketId, to)
  await pay(house, bought.reader, begun.orderId, way)
  const [ticket] = await ticketsOf(house, begun.orderId)
  return { ...begun, ticket: ticket! }
}

/** A second price for seats of a session. */
export async function givenOtherPrice(house: House, session: TestSession, priceMinor: number): Promise<string> {
  const [type] = await house.db.insert(ticketTypes).values({ sessionId: session.sessionId, nameEn: `At ${priceMinor}`, nameZh: `${priceMinor}`, categoryKey: 'seats', priceMinor, currency: 'CNY' }).returning()
  return type!.id
}

/** An event that has nothing to do with the others. */
export async function givenOtherShow(house: House): Promise<TestSession> {
  return await givenSession(house.db, { standingCapacity: 5 })
}
