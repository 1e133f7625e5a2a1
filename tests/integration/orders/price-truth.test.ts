import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderLines, orders } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import { createOrderInput } from '#shared/api/orders.ts'
import { newId } from '#shared/ids/id.ts'
import { type Desk, openDesk } from '#tests/integration/publishing/desk.ts'
import { plainPlan } from '#tests/support/fixtures.ts'
import { guestContact, person } from '#tests/support/house.ts'
import { inParallel } from '#tests/support/sale-run.ts'

/** FOYER_FULL=1 runs the size of the acceptance list. */
const CHECKOUTS = process.env.FOYER_FULL === '1' ? 1_000 : 150
/** Where the publisher's changes come too late for all of these, more follow until some saw another price; so many at most. */
const PLACES = 20_000

let desk: Desk
beforeAll(async () => { desk = await openDesk({ DATABASE_POOL: '30' }) })
afterAll(() => desk?.house.close())

/** A play with standing places alone, for everybody who comes. */
async function givenRush() {
  const planId = (await storePlan(desk.house.db, { venueId: desk.hall.venueId, hall: `rush-${newId()}`, plan: plainPlan(0, 0, PLACES) })).planId
  const play = desk.play()
  const { eventId, document } = await desk.approved({ ...play, sessions: [{ ...play.sessions[0]!, planId }], ticketTypes: [{ ...play.ticketTypes[1]!, planId }] })
  return { eventId, sessionId: document.sessions[0]!.key }
}

describe('T-11: the price', () => {
  it('of every order is the one that was shown at its hold, while the publisher changes it in the middle of checkouts', async () => {
    const { eventId, sessionId } = await givenRush()
    let isRush = true
    const changes = (async () => {
      for (let price = 19_000; isRush; price = price === 24_000 ? 18_000 : price + 1_000) {
        await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.ticketTypes[0]!.priceMinor = price }))
      }
    })()

    const shown = new Map<string, number>()
    const checkout = async () => {
      const buyer = person(desk.house)
      const quantity = 1 + shown.size % 3
      const hold = await holdSeats(desk.house, buyer, sessionId, { standing: [{ areaKey: 'floor', quantity }] })
      expect(hold.total.amountMinor).toBe(quantity * hold.lines[0]!.unitPrice.amountMinor)
      const { orderId } = await createOrder(desk.house, buyer, { sessionId, holdToken: hold.holdToken, contact: guestContact(newId()) })
      shown.set(orderId, hold.total.amountMinor)
      return hold.lines[0]!.unitPrice.amountMinor
    }
    const prices = new Set<number>()
    for (let done = 0; done < CHECKOUTS || prices.size < 2; done += 50) {
      for (const price of await inParallel(Array.from({ length: 50 }, (_, n) => n), 50, checkout)) prices.add(price)
    }
    isRush = false
    await changes

    const written = await desk.house.db.select({ id: orders.id, totalMinor: orders.totalMinor }).from(orders).where(eq(orders.sessionId, sessionId))
    expect(written.length).toBe(shown.size)
    expect(written.filter(order => order.totalMinor !== shown.get(order.id))).toEqual([])
    const lines = await desk.house.db.select({ price: orderLines.unitPriceMinor }).from(orderLines).innerJoin(orders, eq(orders.id, orderLines.orderId)).where(eq(orders.sessionId, sessionId))
    expect(new Set(lines.map(line => line.price))).toEqual(prices)
    expect((await checkInvariants(desk.house.db)).filter(i => i.violations > 0)).toEqual([])
  }, 600_000)

  it('is never one that a buyer sends', () => {
    const asked = { sessionId: newId(), holdToken: 'x'.repeat(43), contact: guestContact() }
    expect(createOrderInput.safeParse(asked).success).toBe(true)
    for (const field of ['priceMinor', 'totalMinor', 'total', 'unitPrice', 'lines']) expect(createOrderInput.safeParse({ ...asked, [field]: 1 }).success).toBe(false)
  })
})
