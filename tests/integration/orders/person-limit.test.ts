import { and, eq, ne } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claims, users } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import type { House } from '#server/house.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person, refusalCode } from '#tests/support/house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

async function orders(session: TestSession, seat: number, who: { userId?: string, email?: string }) {
  const buyer = person(house, who.userId ?? null)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
  return await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: who.email ? { name: 'Ada', email: who.email } : undefined })
}

const owned = (session: TestSession) => house.db.$count(claims, and(eq(claims.sessionId, session.sessionId), ne(claims.state, 'released')))

describe('T-09: the limit of a person', () => {
  it('counts all orders of one person, in any browser, with or without the account, however the address is written', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 4 })
    const { userId } = await givenCustomer(house.db)
    await house.db.update(users).set({ email: 'ada.lovelace@gmail.com' }).where(eq(users.id, userId))
    await orders(session, 0, { userId })
    await orders(session, 1, { email: 'ada.lovelace@gmail.com' })
    await orders(session, 2, { email: 'AdaLovelace+tickets@googlemail.com'.toLowerCase() })
    await orders(session, 3, { userId, email: 'somebody-else@example.org' })
    expect(await refusalCode(orders(session, 4, { email: 'a.d.a.lovelace@gmail.com' }))).toBe('limit-reached')
    expect(await refusalCode(orders(session, 5, { userId }))).toBe('limit-reached')
    await orders(session, 6, { email: 'grace@example.org' })
  })

  it('is kept by 50 orders at once, half by the account and half as a guest', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 4 })
    const { userId } = await givenCustomer(house.db)
    await house.db.update(users).set({ email: 'alan@outlook.com' }).where(eq(users.id, userId))
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, seat) => orders(session, seat, seat % 2 ? { email: `alan+${seat}@outlook.com` } : { userId })))
    expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(4)
    expect(await owned(session)).toBe(4)
  })
})
