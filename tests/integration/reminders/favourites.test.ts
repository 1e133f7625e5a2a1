import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deliveries, favourites, notifications, saleReminders, sessions } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { reindex } from '#server/domain/search/index.ts'
import { tellOfFavourites } from '#server/domain/wishes/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'

const KINDS = ['favourite-on-sale', 'favourite-few-left']
let house: House

beforeAll(async () => { house = await openTestHouse() })
afterAll(() => house?.close())
beforeEach(async () => {
  for (const table of [favourites, saleReminders, notifications, deliveries]) await house.db.delete(table)
})

async function fan(session: TestSession): Promise<string> {
  const { userId } = await givenCustomer(house.db, 5_000_000)
  await house.db.insert(favourites).values({ userId, eventId: session.eventId, createdAt: sql`now() - interval '1 day'` })
  return userId
}
async function look() {
  await reindex(house)
  await tellOfFavourites(house.db)
  await deliverNews(house)
  return (await house.db.select({ userId: notifications.userId, kind: notifications.kind }).from(notifications).where(inArray(notifications.kind, KINDS))).toSorted((a, b) => a.userId < b.userId ? -1 : 1)
}
const buy = async (session: TestSession, userId: string, seats: number[]) => {
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
}

describe('favourites', () => {
  it('say once that their sale has begun, and not to whoever asked to be told of it by itself', async () => {
    const session = await givenSession(house.db, { saleStartsInMs: -60_000 })
    const [told, asked] = [await fan(session), await fan(session)]
    await house.db.insert(saleReminders).values({ userId: asked, eventId: session.eventId })
    expect(await look()).toEqual([{ userId: told, kind: 'favourite-on-sale' }])
    expect(await look()).toHaveLength(1)
    // Not by mail, unless somebody asks for that.
    expect(await house.db.select().from(deliveries).where(eq(deliveries.userId, told))).toEqual([])
    await house.db.update(sessions).set({ status: 'cancelled' })
  })

  it('say once that few places are left, and not to whoever has one', async () => {
    const session = await givenSession(house.db, { rows: 1, seatsPerRow: 20, perPersonLimit: 20, saleStartsInMs: -86_400_000 })
    const [told, has] = [await fan(session), await fan(session)]
    expect(await look()).toEqual([])
    await buy(session, has, Array.from({ length: 19 }, (_, seat) => seat))
    expect(await look()).toEqual([{ userId: told, kind: 'favourite-few-left' }])
    expect(await look()).toHaveLength(1)
  })
})
