import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events } from '#drizzle/schema/index.ts'
import { sessionSales } from '#server/domain/publishing/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { person, refusalCode } from '#tests/support/house.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterAll(() => desk?.house.close())

describe('the sale of a session', () => {
  it('is told by ticket type to its publisher, and Z-03: to nobody else', async () => {
    const { house, publisher } = desk
    const { sessionId, seat } = await givenSession(house.db, { rows: 2, seatsPerRow: 5 })
    await house.db.update(events).set({ createdBy: publisher.userId })
    const { userId } = await givenCustomer(house.db, 10_000_000)
    const buyer = person(house, userId)
    const order = async (...seats: number[]) => {
      const hold = await holdSeats(house, buyer, sessionId, { seats: seats.map(index => ({ seatId: seat(index) })) })
      return (await createOrder(house, buyer, { sessionId, holdToken: hold.holdToken })).orderId
    }
    await payOrder(house, { userId, guestSecret: null }, await order(0, 1), 'points')
    await order(2)

    const told = await sessionSales(house, publisher, sessionId)
    expect(told).toMatchObject({ id: sessionId, capacity: 10, sold: 2, pending: 1 })
    const [type] = told.ticketTypes
    expect(type).toMatchObject({ sold: 2, pending: 1, revenue: { amountMinor: 2 * type!.price.amountMinor, currency: type!.price.currency } })
    expect(await refusalCode(sessionSales(house, await desk.somebody('publisher'), sessionId))).toBe('not-found')
    expect((await sessionSales(house, desk.admin, sessionId)).sold).toBe(2)
  })

  it('of an event that was never approved is not there', async () => {
    const { house, publisher } = desk
    const { sessionId } = await givenSession(house.db, { rows: 1, seatsPerRow: 2 })
    await house.db.update(events).set({ status: 'draft', createdBy: publisher.userId })
    expect(await refusalCode(sessionSales(house, publisher, sessionId))).toBe('not-found')
  })
})
