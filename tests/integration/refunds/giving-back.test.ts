import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claims, events, orders, refundRequests, sessions, standingStock, tickets } from '#drizzle/schema/index.ts'
import { receiptOf } from '#server/domain/holders/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder, ownOrder } from '#server/domain/orders/index.ts'
import { payOrder, settleRefunds, walletBalance } from '#server/domain/payments/index.ts'
import { decideRequest, describeRefund, giveBack, listRequests } from '#server/domain/refunds/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import type { RefundTerms } from '#shared/refunds/terms.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'
import { givenStarted, standOf } from '../payments/buying.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const TERMS: RefundTerms = { review: 'automatic', steps: [{ daysBefore: 3, feePercent: 10 }, { daysBefore: 1, feePercent: 50 }] }

/** A paid order of four seats at 380 and three standing places at 380, under the given terms. */
async function givenPaid(terms: RefundTerms | null = TERMS, method: 'points' | 'sandbox' = 'points') {
  const session = await givenSession(house.db, { standingCapacity: 20, perPersonLimit: 10 })
  await house.db.update(sessions).set({ refundTerms: terms }).where(eq(sessions.id, session.sessionId))
  const { userId } = await givenCustomer(house.db, 1_000_000)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [4, 5, 6, 7].map(seat => ({ seatId: session.seat(seat) })), standing: [{ areaKey: 'floor', quantity: 3, ticketTypeId: session.standingTypeId }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  const reader = { userId, guestSecret: null }
  const { paymentId } = await payOrder(house, reader, orderId, method)
  if (method === 'sandbox') await payAtSandbox(house, paymentId)
  const issued = await house.db.select().from(tickets).where(eq(tickets.orderId, orderId)).orderBy(tickets.id)
  return { session, userId, orderId, reader, seats: issued.filter(t => t.seatIndex !== null).sort((a, b) => a.seatIndex! - b.seatIndex!).map(t => t.id), standing: issued.filter(t => t.seatIndex === null).map(t => t.id) }
}

const takenOf = async (sessionId: string) => (await house.db.select().from(standingStock).where(eq(standingStock.sessionId, sessionId)))[0]!.taken

describe('giving tickets back by the terms of the sale', () => {
  it('leaves a receipt whose sums add up, by money and by points', async () => {
    const session = await givenSession(house.db)
    await house.db.update(sessions).set({ refundTerms: TERMS }).where(eq(sessions.id, session.sessionId))
    const { orderId, reader, paymentId } = await givenStarted(house, { session, points: 6_000, usePoints: true })
    await payAtSandbox(house, paymentId)
    const [first] = await house.db.select().from(tickets).where(eq(tickets.orderId, orderId))
    await giveBack(house, reader, orderId, { ticketIds: [first!.id] })
    await settleRefunds(house)
    const sumsIn = async (locale: 'en' | 'zh') => (await receiptOf(house.db, await ownOrder(house.db, reader, orderId), locale)).sums.map(({ label, amount }) => `${label.replace(/, .*(?= \()|，.*(?=（)/, '')} ${amount}`)
    expect(await sumsIn('en')).toEqual(['Total ¥760', 'Paid by test payment ¥700', 'Paid by points ¥60', 'Refunded (test payment) -¥315', 'Refunded (points) -¥27'])
    expect(await sumsIn('zh')).toEqual(['合计 ¥760', '支付方式：模拟支付 ¥700', '支付方式：积分 ¥60', '已退款（模拟支付） -¥315', '已退款（积分） -¥27'])
  })

  it('ends the chosen ones, keeps the fee, and leaves the others as they are', async () => {
    const order = await givenPaid()
    const offer = await describeRefund(house.db, order.reader, order.orderId)
    expect(offer).toMatchObject({ way: 'automatic', feePercent: 10, request: null })
    expect(offer.tickets.map(t => [t.paid.amountMinor, t.fee.amountMinor, t.back.amountMinor])).toEqual(Array(7).fill([38_000, 3_800, 34_200]))

    expect(await giveBack(house, order.reader, order.orderId, { ticketIds: [order.seats[0]!, order.standing[1]!] })).toBe('done')
    expect(await walletBalance(house.db, order.userId)).toBe(1_000_000 - 7 * 38_000 + 2 * 34_200)
    const stand = await standOf(house, order)
    expect(stand.order).toBe('partially_refunded')
    expect(stand.tickets.filter(t => t === 'refunded')).toHaveLength(2)
    expect(await takenOf(order.session.sessionId)).toBe(2)
    const [row] = await house.db.select().from(orders).where(eq(orders.id, order.orderId))
    expect(row!.keptFeeMinor).toBe(7_600)
    // The seat is free again, its neighbour is not.
    await holdSeats(house, person(house), order.session.sessionId, { seats: [{ seatId: order.session.seat(4) }] })
    expect(await refusalCode(holdSeats(house, person(house), order.session.sessionId, { seats: [{ seatId: order.session.seat(5) }] }))).toBe('seat-taken')

    // The rest ends the order.
    await giveBack(house, order.reader, order.orderId)
    expect((await standOf(house, order)).order).toBe('refunded')
    expect(await walletBalance(house.db, order.userId)).toBe(1_000_000 - 7 * 3_800)
    expect(await takenOf(order.session.sessionId)).toBe(0)
    expect(await giveBack(house, order.reader, order.orderId)).toBe('done')
  })

  it('W-02: many at once for the same and other tickets give each back once, and never more than was paid', async () => {
    const order = await givenPaid(TERMS, 'sandbox')
    const all = [...order.seats, ...order.standing]
    const wishes = Array.from({ length: 30 }, (_, n) => [all[n % 7]!, all[(n + 1) % 7]!])
    const outcomes = await Promise.allSettled(wishes.map(ticketIds => giveBack(house, order.reader, order.orderId, { ticketIds })))
    expect(outcomes.filter(o => o.status === 'rejected').map(o => (o.reason as { code: string }).code).every(code => code === 'not-refundable')).toBe(true)
    const done = outcomes.filter(o => o.status === 'fulfilled').length
    expect(done).toBeGreaterThan(0)
    await settleRefunds(house)
    const stand = await standOf(house, order)
    expect(stand.tickets.filter(t => t === 'refunded')).toHaveLength(2 * done)
    expect(stand.refunds.reduce((sum, r) => sum + r.amountMinor, 0)).toBe(2 * done * 34_200)
    expect(stand.refunds.every(r => r.state === 'done')).toBe(true)
  })

  it('steps up with time, and ends', async () => {
    const order = await givenPaid()
    const inDays = (days: number) => house.db.execute(sql`update orders set refund_terms = jsonb_set(refund_terms, '{steps}', (select jsonb_agg(jsonb_build_object('until', to_char((now() + make_interval(days => (n * 2)::int - ${days}::int)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'feePercent', n * 40)) from generate_series(1, 2) n)) where id = ${order.orderId}`)
    await inDays(1)
    expect((await describeRefund(house.db, order.reader, order.orderId)).feePercent).toBe(40)
    await inDays(3)
    expect((await describeRefund(house.db, order.reader, order.orderId)).feePercent).toBe(80)
    await inDays(9)
    expect(await describeRefund(house.db, order.reader, order.orderId)).toMatchObject({ way: 'none', tickets: [] })
    expect(await refusalCode(giveBack(house, order.reader, order.orderId))).toBe('not-refundable')
  })

  it('is frozen at the sale: what the publisher says later is for later buyers', async () => {
    const order = await givenPaid()
    await house.db.update(sessions).set({ refundTerms: null }).where(eq(sessions.id, order.session.sessionId))
    expect((await describeRefund(house.db, order.reader, order.orderId)).way).toBe('automatic')
  })

  it('is not offered without terms, and not for tickets that are frozen, used or of somebody else', async () => {
    const without = await givenPaid(null)
    expect(await refusalCode(giveBack(house, without.reader, without.orderId))).toBe('not-refundable')
    const order = await givenPaid()
    await house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, order.seats[0]!))
    expect(await refusalCode(giveBack(house, order.reader, order.orderId, { ticketIds: [order.seats[0]!] }))).toBe('not-refundable')
    expect(await refusalCode(giveBack(house, order.reader, order.orderId, { ticketIds: [without.seats[0]!] }))).toBe('not-refundable')
    expect(await refusalCode(giveBack(house, without.reader, order.orderId, { ticketIds: [order.seats[1]!] }))).toBe('not-found')
  })
})

describe('giving back where the publisher decides', () => {
  const ASKED: RefundTerms = { ...TERMS, review: 'asked' }
  const publisherOf = async (eventId: string) => ({ userId: (await house.db.select({ by: events.createdBy }).from(events).where(eq(events.id, eventId)))[0]!.by, role: 'publisher' as const })

  it('changes nothing until he has, once, and then as it was when he was asked', async () => {
    const order = await givenPaid(ASKED)
    expect(await giveBack(house, order.reader, order.orderId, { ticketIds: order.seats.slice(0, 2), reason: 'We are ill' })).toBe('asked')
    expect((await standOf(house, order)).order).toBe('paid')
    expect(await refusalCode(giveBack(house, order.reader, order.orderId, { ticketIds: order.seats.slice(2) }))).toBe('refund-asked-already')

    const publisher = await publisherOf(order.session.eventId)
    const other = await publisherOf((await givenSession(house.db)).eventId)
    expect(await listRequests(house.db, other, 'asked')).toEqual([])
    const [request] = await listRequests(house.db, publisher, 'asked')
    expect(request).toMatchObject({ reason: 'We are ill', back: { amountMinor: 68_400 }, fee: { amountMinor: 7_600 } })
    expect(request!.tickets).toHaveLength(2)
    expect(await refusalCode(decideRequest(house, other, request!.id, { approve: true, reason: '' }))).toBe('not-found')

    const decisions = await Promise.allSettled([true, false, true].map(approve => decideRequest(house, publisher, request!.id, { approve, reason: 'No' })))
    expect(decisions.filter(d => d.status === 'fulfilled')).toHaveLength(1)
    const { request: after } = await describeRefund(house.db, order.reader, order.orderId)
    const isApproved = after!.state === 'approved'
    expect((await standOf(house, order)).order).toBe(isApproved ? 'partially_refunded' : 'paid')
    expect(await walletBalance(house.db, order.userId)).toBe(1_000_000 - 7 * 38_000 + (isApproved ? 68_400 : 0))
  })

  it('stays as it was where he says no, and he says why', async () => {
    const order = await givenPaid(ASKED)
    await giveBack(house, order.reader, order.orderId)
    const publisher = await publisherOf(order.session.eventId)
    const [request] = await listRequests(house.db, publisher, 'asked')
    await decideRequest(house, publisher, request!.id, { approve: false, reason: 'Too late for us' })
    expect((await describeRefund(house.db, order.reader, order.orderId)).request).toMatchObject({ state: 'rejected', decisionReason: 'Too late for us' })
    expect((await standOf(house, order)).order).toBe('paid')
    expect(await giveBack(house, order.reader, order.orderId)).toBe('asked')
  })

  it('is refused where a ticket was used meanwhile, and waits on', async () => {
    const order = await givenPaid(ASKED)
    await giveBack(house, order.reader, order.orderId, { ticketIds: order.seats })
    const publisher = await publisherOf(order.session.eventId)
    const [request] = await listRequests(house.db, publisher, 'asked')
    await house.db.transaction(tx => moveTickets(tx, [order.seats[0]!], 'valid', 'used', 'test'))
    expect(await refusalCode(decideRequest(house, publisher, request!.id, { approve: true, reason: '' }))).toBe('not-refundable')
    expect(await house.db.$count(refundRequests, eq(refundRequests.state, 'asked'))).toBeGreaterThan(0)
  })

  it('is refused while the payer disputes the payment at his bank: the money goes back once', async () => {
    const order = await givenPaid(ASKED)
    await giveBack(house, order.reader, order.orderId)
    const publisher = await publisherOf(order.session.eventId)
    const [request] = await listRequests(house.db, publisher, 'asked')
    await house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.orderId, order.orderId))
    expect(await refusalCode(decideRequest(house, publisher, request!.id, { approve: true, reason: '' }))).toBe('not-refundable')
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', refunds: [] })
  })
})

describe('W-04: what is given back', () => {
  it('goes back into the stock once, and to the waiting list where somebody waits', async () => {
    const order = await givenPaid()
    await Promise.allSettled(Array.from({ length: 20 }, () => giveBack(house, order.reader, order.orderId)))
    expect(await takenOf(order.session.sessionId)).toBe(0)
    expect((await house.db.select().from(claims).where(eq(claims.sessionId, order.session.sessionId))).every(c => c.state === 'released')).toBe(true)
    expect(await walletBalance(house.db, order.userId)).toBe(1_000_000 - 7 * 3_800)
  })
})
