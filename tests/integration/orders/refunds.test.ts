import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, outbox, payments, refundRights, refunds, sessions, tickets } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder, ownOrder } from '#server/domain/orders/index.ts'
import { type PaymentGateway, payOrder, settleRefunds, walletBalance } from '#server/domain/payments/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import { giveBack } from '#server/domain/refunds/index.ts'
import type { House } from '#server/house.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, guestContact, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const POINTS = 100_000

/** A customer who paid two seats with points. */
async function paid() {
  const session = await givenSession(house.db)
  const { userId } = await givenCustomer(house.db, POINTS)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(4) }, { seatId: session.seat(5) }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  const reader = { userId, guestSecret: null }
  await payOrder(house, reader, orderId, 'points')
  return { session, userId, orderId, reader }
}

const grant = (orderId: string, untilMs = 3_600_000) => house.db.insert(refundRights).values({ orderId, reason: 'session-changed', until: new Date(Date.now() + untilMs) })
const refund = (reader: { userId: string | null, guestSecret: string | null }, orderId: string) => giveBack(house, reader, orderId)

describe('giving back what was changed', () => {
  it('W-01: ends the tickets, frees the seats and returns the points, once for 50 requests at a time', async () => {
    const { orderId, reader, userId, session } = await paid()
    await grant(orderId)
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => refund(reader, orderId)))
    expect(outcomes.filter(o => o.status === 'rejected')).toEqual([])

    expect((await ownOrder(house.db, reader, orderId)).state).toBe('refunded')
    expect(await walletBalance(house.db, userId)).toBe(POINTS)
    expect((await house.db.select().from(tickets).where(eq(tickets.orderId, orderId))).map(t => t.state)).toEqual(['refunded', 'refunded'])
    expect(await house.db.$count(refunds, eq(refunds.orderId, orderId))).toBe(1)
    const again = await holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(4) }, { seatId: session.seat(5) }] })
    expect(again.lines).toHaveLength(2)
    expect((await house.db.select().from(outbox).where(eq(outbox.topic, 'notice'))).filter(m => m.payload.kind === 'refund-done' && m.payload.path === `/orders/${orderId}`)).toHaveLength(1)
  })

  it('is refused without a right, with one that is over, and to everybody else', async () => {
    const { orderId, reader } = await paid()
    expect(await refusalCode(refund(reader, orderId))).toBe('not-refundable')
    await grant(orderId, -1)
    expect(await refusalCode(refund(reader, orderId))).toBe('not-refundable')
    const { userId: stranger } = await givenCustomer(house.db)
    expect(await refusalCode(refund({ userId: stranger, guestSecret: null }, orderId))).toBe('not-found')
    expect((await ownOrder(house.db, reader, orderId)).state).toBe('paid')
  })

  it('W-03: is refused for a ticket that was used, and the other one goes back alone', async () => {
    const { orderId, reader, userId } = await paid()
    await grant(orderId)
    const [used] = await house.db.select().from(tickets).where(eq(tickets.orderId, orderId))
    await house.db.transaction(tx => moveTickets(tx, [used!.id], 'valid', 'used', 'test'))
    expect(await refusalCode(giveBack(house, reader, orderId, { ticketIds: [used!.id] }))).toBe('not-refundable')
    expect(await walletBalance(house.db, userId)).toBe(POINTS - 2 * 38_000)
    await refund(reader, orderId)
    expect(await walletBalance(house.db, userId)).toBe(POINTS - 38_000)
    expect((await ownOrder(house.db, reader, orderId)).state).toBe('partially_refunded')
    expect(await refusalCode(refund(reader, orderId))).toBe('not-refundable')
  })
})

describe('money of a provider', () => {
  /** A guest who paid one seat on the sandbox page. */
  async function paidOutside() {
    const session = await givenSession(house.db)
    const buyer = person(house)
    const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    const reader = { userId: null, guestSecret }
    const { paymentId } = await payOrder(house, reader, orderId, 'sandbox')
    await payAtSandbox(house, paymentId)
    await grant(orderId)
    return { orderId, reader }
  }
  const stateOf = async (orderId: string) => (await house.db.select({ state: refunds.state }).from(refunds).where(eq(refunds.orderId, orderId))).map(r => r.state)

  it('goes back once, although the provider fails first and several ask at a time', async () => {
    const { orderId, reader } = await paidOutside()
    await refund(reader, orderId)
    expect(await stateOf(orderId)).toEqual(['requested'])

    const asked: string[] = []
    const broken: PaymentGateway = { ...house.gateways[0]!, refund: () => Promise.reject(new Error('the provider is away')) }
    const working: PaymentGateway = { ...broken, refund: (r) => {
      asked.push(r.refundId)
      return Promise.resolve({ transactionId: `back-${r.refundId}` })
    } }
    await settleRefunds({ db: house.db, gateways: [broken] })
    expect(await stateOf(orderId)).toEqual(['requested'])
    const done = await Promise.all([1, 2, 3].map(() => settleRefunds({ db: house.db, gateways: [working] })))
    expect(done.reduce((a, b) => a + b)).toBe(1)
    expect(new Set(asked).size).toBe(1)
    expect(await stateOf(orderId)).toEqual(['done'])
  })

  it('goes back although others wait before it that their provider never takes, or that have none any more', async () => {
    const [gone, refused, last] = [await paidOutside(), await paidOutside(), await paidOutside()]
    for (const { reader, orderId } of [gone, refused, last]) await refund(reader, orderId)
    await house.db.update(payments).set({ method: 'closed-down' }).where(eq(payments.orderId, gone.orderId))
    const [stuck] = await house.db.select().from(refunds).where(eq(refunds.orderId, refused.orderId))
    const picky: PaymentGateway = {
      ...house.gateways[0]!,
      refund: r => r.refundId === stuck!.id ? Promise.reject(new Error('the card is closed')) : Promise.resolve({ transactionId: `back-${r.refundId}` })
    }
    for (let turn = 0; turn < 2; turn++) await settleRefunds({ db: house.db, gateways: [picky] }, 1)
    expect([await stateOf(gone.orderId), await stateOf(refused.orderId), await stateOf(last.orderId)]).toEqual([['requested'], ['requested'], ['done']])
    await house.db.update(payments).set({ method: 'sandbox' }).where(eq(payments.orderId, gone.orderId))
  })
})

describe('a session that was cancelled after ordering', () => {
  it('is not paid for', async () => {
    const session = await givenSession(house.db)
    const { userId } = await givenCustomer(house.db, POINTS)
    const buyer = person(house, userId)
    const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(4) }] })
    const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
    await house.db.update(sessions).set({ status: 'cancelled' }).where(eq(sessions.id, session.sessionId))
    expect(await refusalCode(payOrder(house, { userId, guestSecret: null }, orderId, 'points'))).toBe('session-cancelled')
    await house.db.update(sessions).set({ status: 'scheduled' }).where(eq(sessions.id, session.sessionId))
    await house.db.update(events).set({ status: 'cancelled' }).where(eq(events.id, session.eventId))
    for (const method of ['points', 'sandbox']) expect(await refusalCode(payOrder(house, { userId, guestSecret: null }, orderId, method))).toBe('session-cancelled')
    expect(await walletBalance(house.db, userId)).toBe(POINTS)
  })
})
