import { eq } from 'drizzle-orm'
import { events } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { type Holder, sessionStatus } from '#server/domain/inventory/index.ts'
import { type Buyer, createOrder, holdMakingRoom } from '#server/domain/orders/index.ts'
import { createAllotment } from '#server/domain/places/index.ts'
import type { Author } from '#server/domain/publishing/index.ts'
import type { House } from '#server/house.ts'
import type { CreateHoldInput } from '#shared/api/holds.ts'
import type { CreateAllotmentInput } from '#shared/api/session-places.ts'
import { newId } from '#shared/ids/id.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'
import { type SessionWish, type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, person } from '#tests/support/house.ts'

export type OwnSession = TestSession & { author: Author }

/** A session on sale, and its publisher. */
export async function givenOwnSession(house: House, wish: SessionWish = {}): Promise<OwnSession> {
  const session = await givenSession(house.db, wish)
  const [event] = await house.db.select({ createdBy: events.createdBy }).from(events).where(eq(events.id, session.eventId))
  return { ...session, author: { userId: event!.createdBy, role: 'publisher' } }
}

export function allot(house: House, session: OwnSession, seats: number[], wish: Partial<CreateAllotmentInput> = {}): Promise<string> {
  return createAllotment(house, session.author, session.sessionId, { kind: 'house', name: 'House seats', note: '', releasesAt: null, standing: [], ...wish, seatIds: seats.map(session.seat) })
}

/** Somebody who holds, and orders what he holds. */
export async function choosing(house: House, session: TestSession, choice: CreateHoldInput, buyer: Holder & Buyer = person(house)) {
  const hold = await holdMakingRoom(house, buyer, session.sessionId, choice)
  const contact = buyer.userId ? undefined : guestContact(newId())
  return { buyer, hold, order: (email = contact?.email) => createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: contact && { name: 'Guest', email: email! } }) }
}

/** What visitors are shown of seats, by index. */
export async function shown(house: House, session: TestSession): Promise<Uint8Array> {
  const status = await sessionStatus(house, session.sessionId)
  return unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount)
}

export const { free, offSale, held, sold } = SeatStatus

export async function brokenPromises(house: House) {
  return (await checkInvariants(house.db)).filter(i => i.violations > 0)
}
