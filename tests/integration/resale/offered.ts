import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { auditLog, claims, orders, outbox, resales, tickets } from '#drizzle/schema/index.ts'
import { seatsShownWrongly } from '#server/domain/insight/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { holdSeats, sessionStatus } from '#server/domain/inventory/index.ts'
import { type OrderReader, createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import type { CreateHoldInput } from '#shared/api/holds.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'
import { type SessionWish, type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, person } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'

export interface Bought { session: TestSession, orderId: string, userId: string | null, reader: OrderReader, tickets: string[] }
export type Choice = { seats?: number[], standing?: number }

/** Somebody chooses and orders, and has not paid yet: a customer with points, or a guest. */
export async function order(house: House, session: TestSession, choice: Choice, who: { points?: number, userId?: string, ticketTypeId?: string } = {}): Promise<Bought> {
  const userId = who.userId ?? (who.points === undefined ? null : (await givenCustomer(house.db, who.points)).userId)
  const buyer = person(house, userId)
  const wish: CreateHoldInput = {
    seats: (choice.seats ?? []).map(seat => ({ seatId: session.seat(seat), ticketTypeId: who.ticketTypeId })),
    standing: choice.standing ? [{ areaKey: 'floor', quantity: choice.standing, ticketTypeId: session.standingTypeId }] : []
  }
  const hold = await holdSeats(house, buyer, session.sessionId, wish)
  const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: userId ? undefined : guestContact(buyer.visitor) })
  return { session, orderId, userId, reader: { userId, guestSecret }, tickets: [] }
}

export async function pay(house: House, bought: Bought, how: { usePoints?: boolean } = {}): Promise<Bought> {
  const isByPoints = bought.userId !== null && how.usePoints !== true
  const { paymentId } = await payOrder(house, bought.reader, bought.orderId, isByPoints ? 'points' : 'sandbox', how)
  if (!isByPoints) await payAtSandbox(house, paymentId)
  const issued = await house.db.select({ id: tickets.id }).from(tickets).where(eq(tickets.orderId, bought.orderId)).orderBy(tickets.seatIndex, tickets.orderLineId, tickets.position)
  return { ...bought, tickets: issued.map(ticket => ticket.id) }
}

export const buy = async (house: House, session: TestSession, choice: Choice, who?: Parameters<typeof order>[3]) => await pay(house, await order(house, session, choice, who))

/** A session of four seats (and, where asked, a floor) that is sold out: the first two seats to a customer with points, the others to a guest. */
export async function soldOutShow(house: House, wish: SessionWish & { points?: number } = {}) {
  const session = await givenSession(house.db, { rows: 1, seatsPerRow: 4, allowsSingleSeats: true, perPersonLimit: 10, ...wish })
  const seller = await buy(house, session, { seats: [0, 1] }, { points: wish.points ?? 1_000_000 })
  const other = await buy(house, session, { seats: [2, 3], standing: wish.standingCapacity })
  return { session, seller, other }
}

export const stateOfTicket = async (house: House, id: string) => (await house.db.select().from(tickets).where(eq(tickets.id, id)))[0]!.state
export const stateOfOrder = async (house: House, id: string) => (await house.db.select().from(orders).where(eq(orders.id, id)))[0]!.state
export const resaleOf = async (house: House, ticketId: string) => (await house.db.select().from(resales).where(eq(resales.ticketId, ticketId)).orderBy(resales.id)).at(-1)

/** What visitors see of each seat. */
export async function shown(house: House, sessionId: string): Promise<string[]> {
  const status = await sessionStatus(house, sessionId)
  const names = Object.fromEntries(Object.entries(SeatStatus).map(([name, value]) => [value, name]))
  return [...unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)].map(value => names[value]!)
}

/** All that must hold: the invariants, what visitors are shown, and one owner a seat. */
export async function faults(house: House, ...sessionIds: string[]): Promise<string[]> {
  const broken = (await checkInvariants(house.db)).filter(one => one.violations > 0).flatMap(one => one.examples)
  for (const sessionId of sessionIds) broken.push(...await seatsShownWrongly(house.db, sessionId, await sessionStatus(house, sessionId)))
  return broken
}

/** The time to pay of an order is over. */
export async function runOut(house: House, orderId: string): Promise<void> {
  await house.db.update(orders).set({ expiresAt: sql`now() - interval '1 second'`, payableUntil: null }).where(eq(orders.id, orderId))
}

export async function ownersOf(house: House, sessionId: string, seat: number): Promise<string[]> {
  return (await house.db.select({ orderId: claims.orderId }).from(claims).where(and(eq(claims.sessionId, sessionId), eq(claims.seatIndex, seat), ne(claims.state, 'released')))).map(claim => claim.orderId)
}

export async function newsOf(house: House, ids: string[]): Promise<string[]> {
  return (await house.db.select({ topic: outbox.topic }).from(outbox).where(inArray(outbox.key, ids)).orderBy(outbox.id)).map(row => row.topic)
}

export async function auditOf(house: House, id: string): Promise<string[]> {
  return (await house.db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(auditLog.id)).map(row => row.action)
}
