import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, orders, users } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder, guestOrdersOf, handToGuest, listOrders, ownOrder, takeOver, takeOverAll } from '#server/domain/orders/index.ts'
import type { House } from '#server/house.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, person, refusalCode } from '#tests/support/house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

async function givenGuestOrder(email: string, session?: TestSession, seats = [4, 5]) {
  const show = session ?? await givenSession(house.db)
  const guest = person(house)
  const hold = await holdSeats(house, guest, show.sessionId, { seats: seats.map(seat => ({ seatId: show.seat(seat) })) })
  const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: show.sessionId, holdToken: hold.holdToken, contact: { name: 'Guest', email } })
  return { session: show, orderId, guestSecret: guestSecret! }
}

async function givenAccount(isProven = true) {
  const { userId, email } = await givenCustomer(house.db)
  if (isProven) await house.db.update(users).set({ emailVerifiedAt: new Date() }).where(eq(users.id, userId))
  return { userId, email, byAccount: { userId, guestSecret: null } }
}

const idsOf = async (userId: string) => (await listOrders(house.db, userId, undefined)).orders.map(order => order.id)
let n = 0
const address = () => `guest-take-over-${n++}@example.org`

describe('an order that was bought as a guest', () => {
  it('is taken into the account of whoever shows its link; from then on the link says only where it is', async () => {
    const { orderId, guestSecret } = await givenGuestOrder(address())
    const { userId, byAccount } = await givenAccount()
    await takeOver(house.db, { userId, guestSecret }, orderId)
    expect(await idsOf(userId)).toEqual([orderId])
    expect(await ownOrder(house.db, byAccount, orderId)).toMatchObject({ userId, guestSecretHash: null, guestSecretSealed: null })
    expect(await refusalCode(ownOrder(house.db, { userId: null, guestSecret }, orderId))).toBe('order-in-account')
    expect(await refusalCode(ownOrder(house.db, { userId: null, guestSecret: 'another-secret-of-enough-letters' }, orderId))).toBe('not-found')
    // In the browser where he is signed in and has the old link too, it is simply his.
    expect((await ownOrder(house.db, { userId, guestSecret }, orderId)).id).toBe(orderId)
    await takeOver(house.db, { userId, guestSecret }, orderId)
    const trail = await house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, orderId), eq(auditLog.action, 'order.taken-over')))
    expect(trail).toMatchObject([{ actor: userId }])
  })

  it('is nobody\'s who only knows its number', async () => {
    const { orderId } = await givenGuestOrder(address())
    const { userId } = await givenAccount()
    expect(await refusalCode(takeOver(house.db, { userId, guestSecret: null }, orderId))).toBe('not-found')
    expect(await refusalCode(takeOver(house.db, { userId, guestSecret: 'x'.repeat(43) }, orderId))).toBe('not-found')
  })

  it('goes to one of two accounts that take it at once', async () => {
    for (let round = 0; round < 8; round++) {
      const { orderId, guestSecret } = await givenGuestOrder(address())
      const accounts = await Promise.all([givenAccount(), givenAccount()])
      const outcomes = await Promise.allSettled(accounts.map(({ userId }) => takeOver(house.db, { userId, guestSecret }, orderId)))
      expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(1)
      expect(outcomes.flatMap(outcome => outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [])).toEqual(['order-in-account'])
      const owned = await Promise.all(accounts.map(({ userId }) => idsOf(userId)))
      expect(owned.flat()).toEqual([orderId])
      const trail = await house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, orderId), eq(auditLog.action, 'order.taken-over')))
      expect(trail).toHaveLength(1)
    }
  })

  it('is found and taken over by its address, where the account has proved that it is his', async () => {
    const { userId, email } = await givenAccount()
    const [first, second] = [await givenGuestOrder(email), await givenGuestOrder(email.toUpperCase().toLowerCase())]
    await givenGuestOrder(address())
    const cancelled = await givenGuestOrder(email)
    await house.db.update(orders).set({ contactEmail: 'nobody@example.org' }).where(eq(orders.id, cancelled.orderId))
    expect(await guestOrdersOf(house.db, userId)).toBe(2)
    expect(await takeOverAll(house.db, userId)).toBe(2)
    expect((await idsOf(userId)).toSorted()).toEqual([first.orderId, second.orderId].toSorted())
    expect([await guestOrdersOf(house.db, userId), await takeOverAll(house.db, userId)]).toEqual([0, 0])
  })

  it('is not found by an address that nobody has proved', async () => {
    const { userId, email } = await givenAccount(false)
    await givenGuestOrder(email)
    expect([await guestOrdersOf(house.db, userId), await takeOverAll(house.db, userId)]).toEqual([0, 0])
  })

  it('T-09: counts for the limit of the account from then on, and still for the address', async () => {
    const session = await givenSession(house.db, { perPersonLimit: 4 })
    const email = address()
    const { orderId, guestSecret } = await givenGuestOrder(email, session, [4, 5, 6])
    const { userId } = await givenAccount()
    await takeOver(house.db, { userId, guestSecret }, orderId)
    const buyTwo = async (who: string | null, contact: string, seats: number[]) => {
      const buyer = person(house, who)
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: seats.map(seat => ({ seatId: session.seat(seat) })) })
      return await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: { name: 'Guest', email: contact } })
    }
    expect(await refusalCode(buyTwo(userId, 'elsewhere@example.org', [10, 11]))).toBe('limit-reached')
    expect(await refusalCode(buyTwo(null, email, [14, 15]))).toBe('limit-reached')
  })

  it('can leave the account again with it: the new link opens it, the first one says nothing any more', async () => {
    const { orderId, guestSecret } = await givenGuestOrder(address())
    const { userId } = await givenAccount()
    await takeOver(house.db, { userId, guestSecret }, orderId)
    await house.db.transaction(tx => handToGuest(tx, house.keys.guests, [orderId], { email: 'after@example.org', name: 'Guest' }))
    expect(await refusalCode(ownOrder(house.db, { userId: null, guestSecret }, orderId))).toBe('not-found')
  })
})
