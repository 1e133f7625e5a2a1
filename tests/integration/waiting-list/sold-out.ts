import { sql } from 'drizzle-orm'
import { waitingEntries } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { type OrderReader, createOrder } from '#server/domain/orders/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { type SessionWish, type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { guestContact, person } from '#tests/support/house.ts'

export interface Sold { orderId: string, reader: OrderReader, seats: number[] }

/** A session whose seats are all in orders, `seatsEach` side by side in each. */
export async function soldOut(house: House, wish: SessionWish & { seatsEach?: number } = {}): Promise<TestSession & { orders: Sold[] }> {
  const { rows = 5, seatsPerRow = 20, seatsEach = 1 } = wish
  const session = await givenSession(house.db, { ...wish, rows, seatsPerRow })
  const orders: Sold[] = []
  for (let first = 0; first < rows * seatsPerRow; first += seatsEach) {
    const seats = Array.from({ length: seatsEach }, (_, i) => first + i)
    orders.push(await buy(house, session, seats))
  }
  return { ...session, orders }
}

/** A guest's unpaid order of some seats. */
export async function buy(house: House, session: TestSession, seats: number[]): Promise<Sold> {
  const buyer = person(house)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
  const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(newId()) })
  return { orderId, reader: { userId: null, guestSecret }, seats }
}

type Entry = Partial<typeof waitingEntries.$inferInsert>

/** People who wait, in this order, as if each had confirmed. */
export async function waiting(house: House, sessionId: string, wishes: Entry[]): Promise<string[]> {
  const rows = wishes.map(wish => ({
    sessionId, email: `waits-${newId()}@example.org`, name: 'Wai Ting', locale: 'en' as const, personKey: `email:${newId()}`, guestSecretHash: newId(),
    places: 1, atLeast: wish.places ?? 1, together: true, ...wish
  }))
  const inserted: string[] = []
  // One by one where order matters: a statement of many rows gives turns in its own order, which is the same, but need not be.
  for (let i = 0; i < rows.length; i += 500) {
    const some = await house.db.insert(waitingEntries).values(rows.slice(i, i + 500)).returning({ id: waitingEntries.id })
    inserted.push(...some.map(row => row.id))
  }
  return inserted
}

/** What each seat of a session is, by Postgres: state and whose. */
export async function liveClaims(house: House, sessionId: string): Promise<{ seat: number, state: string, entry: string | null }[]> {
  const rows = await house.db.execute<{ seat: number, state: string, entry: string | null }>(sql`
    select c.seat_index as seat, c.state::text as state, o.entry_id::text as entry from claims c left join waiting_offers o on o.order_id = c.order_id
    where c.session_id = ${sessionId} and c.state <> 'released' order by 1`)
  return [...rows]
}
