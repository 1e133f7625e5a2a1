import { and, eq, like, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, orders, outbox, payments, refundRequests, refundRunTroubles, refundRuns, refunds, sessions, ticketTransfers, tickets, users } from '#drizzle/schema/index.ts'
import { acceptTicket, offerTicket } from '#server/domain/holders/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { describeOrder, hashSecret, ownOrder } from '#server/domain/orders/index.ts'
import { payOrder, settleRefunds, walletBalance } from '#server/domain/payments/index.ts'
import { cancelEvent, readCallingOff } from '#server/domain/publishing/index.ts'
import { decideRequest, giveBack, listRequests, recentRuns, refundCalledOff } from '#server/domain/refunds/index.ts'
import { offerForSale } from '#server/domain/resale/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { givenManyOrders } from '#tests/support/many-orders.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'
import { change, givenBought, givenTwoEvenings } from '../changes/given-changes.ts'
import { givenOrder, givenStarted, standOf } from '../payments/buying.ts'
import { type Bought, order as orderOffered, pay as payOffered, resaleOf, soldOutShow, stateOfOrder, stateOfTicket } from '../resale/offered.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

async function publisherOf(session: TestSession) {
  const [event] = await house.db.select({ userId: events.createdBy }).from(events).where(eq(events.id, session.eventId))
  return { userId: event!.userId, role: 'publisher' as const }
}

async function callOff(session: TestSession, reason = 'The singer is ill.') {
  await cancelEvent(house, await publisherOf(session), session.eventId, { reason })
}

const progressOf = async (session: TestSession) => (await readCallingOff(house, await publisherOf(session), session.eventId)).runs[0]!

/** Till nothing is left to do, as the rounds of the house would. */
async function workOff() {
  while (await refundCalledOff(house) > 0);
}

async function newsOf(orderId: string) {
  const rows = await house.db.select().from(outbox).where(and(eq(outbox.topic, 'notice'), like(outbox.key, `session-cancelled:%:${orderId}`)))
  return rows.map(row => row.payload.params as Record<string, unknown>)
}

async function givenPaid(wish: Parameters<typeof givenStarted>[1] = {}) {
  const order = await givenStarted(house, wish)
  await payAtSandbox(house, order.paymentId)
  return order
}

const ticketsOf = (orderId: string) => house.db.select().from(tickets).where(eq(tickets.orderId, orderId)).orderBy(tickets.id)

describe('everybody of a show that is called off', () => {
  it('W-06: gets all of his money back by the way it came, without asking, and is told so', async () => {
    const card = await givenPaid()
    const { session } = card
    const points = await givenOrder(house, { session, seats: [8, 9], points: 100_000 })
    await payOrder(house, points.reader, points.orderId, 'points')
    const mixed = await givenPaid({ session, seats: [12, 13], points: 6_000, usePoints: true })
    const unpaid = await givenOrder(house, { session, seats: [16] })
    expect((await readCallingOff(house, await publisherOf(session), session.eventId)).sessions).toEqual([{ sessionId: session.sessionId, orders: 3, tickets: 6, back: { amountMinor: 228_000, currency: 'CNY' }, atBank: 0 }])
    await callOff(session)
    expect(await progressOf(session)).toMatchObject({ finishedAt: null, orders: { ended: 0, left: 3, atBank: 0, stuck: 0, unpaid: 0 }, money: [] })
    await workOff()
    expect(await standOf(house, card)).toMatchObject({ order: 'refunded', refunds: [{ state: 'requested', amountMinor: 76_000, pointsMinor: 0 }], tickets: ['refunded', 'refunded'] })
    expect(await standOf(house, points)).toMatchObject({ order: 'refunded', refunds: [{ state: 'done', amountMinor: 76_000 }] })
    expect(await standOf(house, mixed)).toMatchObject({ order: 'refunded', refunds: [{ state: 'requested', amountMinor: 70_000, pointsMinor: 6_000 }] })
    expect(await standOf(house, unpaid)).toMatchObject({ order: 'cancelled', refunds: [] })
    expect([await walletBalance(house.db, points.userId!), await walletBalance(house.db, mixed.userId!)]).toEqual([100_000, 6_000])
    expect(await newsOf(card.orderId)).toMatchObject([{ amountMinor: 76_000, method: 'sandbox', hasPoints: false, reason: 'The singer is ill.' }])
    expect(await newsOf(mixed.orderId)).toMatchObject([{ amountMinor: 76_000, hasPoints: true }])
    expect(await newsOf(unpaid.orderId)).toMatchObject([{ wasUnpaid: true }])
    expect(await progressOf(session)).toMatchObject({ orders: { ended: 3, left: 0, unpaid: 1 }, money: [{ done: { refunds: 1 }, waiting: { refunds: 2, amount: { amountMinor: 152_000 } }, failed: { refunds: 0 } }] })
    await settleRefunds(house)
    expect(await progressOf(session)).toMatchObject({ money: [{ done: { refunds: 3, amount: { amountMinor: 228_000 } }, waiting: { refunds: 0 } }] })
    // An order may have been on its way when it was called off: only then nobody is left who might come.
    expect((await progressOf(session)).finishedAt).toBeNull()
    await house.db.update(refundRuns).set({ startedAt: sql`now() - interval '1 minute'` }).where(eq(refundRuns.eventId, session.eventId))
    await workOff()
    expect((await progressOf(session)).finishedAt).not.toBeNull()
    expect((await recentRuns(house)).find(run => run.event.id === session.eventId)).toMatchObject({ orders: { ended: 3 } })
  })

  it('shows on the order that nobody has to do anything, and whose asking was open has his answer', async () => {
    const order = await givenPaid()
    const [first] = await ticketsOf(order.orderId)
    await house.db.update(orders).set({ refundTerms: { review: 'asked', steps: [{ until: new Date(Date.now() + 86_400_000).toISOString(), feePercent: 50 }] } }).where(eq(orders.id, order.orderId))
    await giveBack(house, order.reader, order.orderId, { ticketIds: [first!.id] })
    await callOff(order.session)
    expect(await describeOrder(house.db, await ownOrder(house.db, order.reader, order.orderId), [])).toMatchObject({ state: 'paid', occasion: { isCancelled: true }, calledOff: { reason: 'The singer is ill.', isAtBank: false, hasBankPaid: false } })
    await workOff()
    expect((await standOf(house, order)).refunds).toEqual([{ state: 'requested', amountMinor: 76_000, pointsMinor: 0 }])
    expect(await house.db.select({ state: refundRequests.state, back: refundRequests.backMinor, fee: refundRequests.feeMinor, by: refundRequests.decidedBy }).from(refundRequests).where(eq(refundRequests.orderId, order.orderId)))
      .toEqual([{ state: 'approved', back: 38_000, fee: 0, by: 'refund-run' }])
  })

  it('keeps what was kept of tickets that he had given back before', async () => {
    const order = await givenPaid()
    await house.db.update(orders).set({ refundTerms: { review: 'automatic', steps: [{ until: new Date(Date.now() + 86_400_000).toISOString(), feePercent: 50 }] } }).where(eq(orders.id, order.orderId))
    const [first] = await ticketsOf(order.orderId)
    await giveBack(house, order.reader, order.orderId, { ticketIds: [first!.id] })
    await callOff(order.session)
    await workOff()
    expect(await standOf(house, order)).toMatchObject({ order: 'refunded', refunds: [{ amountMinor: 19_000 }, { amountMinor: 38_000 }], tickets: ['refunded', 'refunded'] })
  })

  it('whoever approves an asking in between keeps no fee of it', async () => {
    const order = await givenPaid()
    await house.db.update(orders).set({ refundTerms: { review: 'asked', steps: [{ until: new Date(Date.now() + 86_400_000).toISOString(), feePercent: 50 }] } }).where(eq(orders.id, order.orderId))
    await giveBack(house, order.reader, order.orderId)
    await callOff(order.session)
    const publisher = await publisherOf(order.session)
    const [asked] = await listRequests(house.db, publisher, 'asked')
    await decideRequest(house, publisher, asked!.id, { approve: true, reason: '' })
    await workOff()
    expect(await standOf(house, order)).toMatchObject({ order: 'refunded', refunds: [{ amountMinor: 76_000 }] })
  })

  it('ends tickets that were handed on or used, and tells who has them; an offer that nobody took is withdrawn', async () => {
    const order = await givenPaid({ seats: [4, 5, 6] })
    const [offered, given, used] = await ticketsOf(order.orderId)
    const friend = { name: 'Friend', email: 'friend@example.org', locale: 'zh' as const }
    await offerTicket({ db: house.db, guestKey: house.keys.guests }, order.reader, given!.id, friend)
    const [transfer] = await house.db.select().from(ticketTransfers).where(eq(ticketTransfers.ticketId, given!.id))
    await house.db.update(ticketTransfers).set({ secretHash: hashSecret('known') }).where(eq(ticketTransfers.id, transfer!.id))
    const heir = await acceptTicket(house, { userId: null, guestSecret: 'known' }, transfer!.id)
    await offerTicket({ db: house.db, guestKey: house.keys.guests }, order.reader, offered!.id, friend)
    await house.db.transaction(tx => moveTickets(tx, [used!.id], 'valid', 'used', 'gate'))
    await callOff(order.session)
    await workOff()
    expect((await standOf(house, order)).tickets.toSorted()).toEqual(['refunded', 'refunded', 'refunded', 'transferred'])
    expect((await standOf(house, order)).refunds).toEqual([{ state: 'requested', amountMinor: 114_000, pointsMinor: 0 }])
    expect((await house.db.select().from(ticketTransfers).where(eq(ticketTransfers.ticketId, offered!.id)))[0]!.state).toBe('withdrawn')
    const [told] = await house.db.select().from(outbox).where(like(outbox.key, `session-cancelled:%:ticket:${heir}`))
    expect(told!.payload).toMatchObject({ to: { email: 'friend@example.org', locale: 'zh' }, params: { wasHandedOn: true } })
  })

  it('who changed his ticket for this one gets back what he paid for both, from the payment that took it', async () => {
    const { first, second } = await givenTwoEvenings(house, { otherPriceMinor: 50_000 })
    const bought = await givenBought(house, first, { points: null, seats: [4] })
    const changed = await change(house, bought, bought.ticketIds[0]!, { session: second, seat: 7 }, 'sandbox')
    expect((await readCallingOff(house, await publisherOf(first), first.eventId)).sessions).toMatchObject([{ orders: 1, tickets: 1, back: { amountMinor: 50_000 } }])
    await callOff(first)
    await workOff()
    expect(await standOf(house, { ...changed, reader: bought.reader })).toMatchObject({ order: 'refunded', tickets: ['refunded'] })
    const back = await house.db.select({ orderId: payments.orderId, amountMinor: refunds.amountMinor }).from(refunds).innerJoin(payments, eq(payments.id, refunds.paymentId)).where(eq(refunds.orderId, changed.orderId))
    expect(back.toSorted((a, b) => a.amountMinor - b.amountMinor)).toEqual([{ orderId: changed.orderId, amountMinor: 12_000 }, { orderId: bought.orderId, amountMinor: 38_000 }])
    expect(await newsOf(changed.orderId)).toMatchObject([{ amountMinor: 50_000, method: 'sandbox' }])
  })

  it('is not paid twice: while a bank looks at his payment nothing goes back, and when it is won all of it does', async () => {
    const order = await givenPaid()
    const lost = await givenPaid({ session: order.session, seats: [10] })
    await house.sandbox!.act(order.paymentId, { outcome: 'dispute' })
    await house.sandbox!.act(lost.paymentId, { outcome: 'dispute' })
    await callOff(order.session)
    await house.db.update(refundRuns).set({ startedAt: sql`now() - interval '1 minute'` }).where(eq(refundRuns.eventId, order.session.eventId))
    await workOff()
    const toldOf = async (one: typeof order) => (await describeOrder(house.db, await ownOrder(house.db, one.reader, one.orderId), [])).calledOff
    expect(await toldOf(lost)).toMatchObject({ isAtBank: true, hasBankPaid: false })
    expect(await standOf(house, order)).toMatchObject({ order: 'paid', refunds: [] })
    expect(await progressOf(order.session)).toMatchObject({ finishedAt: null, orders: { ended: 0, left: 0, atBank: 2 } })
    await house.sandbox!.act(order.paymentId, { outcome: 'win-dispute' })
    await house.sandbox!.act(lost.paymentId, { outcome: 'lose-dispute' })
    await workOff()
    expect(await standOf(house, order)).toMatchObject({ order: 'refunded', refunds: [{ amountMinor: 76_000 }] })
    expect(await standOf(house, lost)).toMatchObject({ order: 'paid', refunds: [] })
    expect(await toldOf(lost)).toMatchObject({ isAtBank: true, hasBankPaid: true })
    expect((await progressOf(order.session)).finishedAt).not.toBeNull()
  })

  it('whose refund was asked for before his bank was does not get it from both', async () => {
    const order = await givenPaid()
    await callOff(order.session)
    await workOff()
    await house.sandbox!.act(order.paymentId, { outcome: 'dispute' })
    await settleRefunds(house)
    expect((await standOf(house, order)).refunds).toMatchObject([{ state: 'requested' }])
    await house.sandbox!.act(order.paymentId, { outcome: 'win-dispute' })
    await settleRefunds(house)
    expect((await standOf(house, order)).refunds).toMatchObject([{ state: 'done' }])
  })

  it('gets his seats sold to nobody else, and money that comes too late goes back', async () => {
    const late = await givenStarted(house)
    await callOff(late.session)
    await workOff()
    expect((await standOf(house, late)).order).toBe('cancelled')
    await payAtSandbox(house, late.paymentId)
    expect(await standOf(house, late)).toMatchObject({ order: 'cancelled', payments: ['surplus'], refunds: [{ amountMinor: 76_000 }] })
    await expect.poll(() => refusalCode(holdSeats(house, person(house), late.session.sessionId, { seats: [{ seatId: late.session.seat(4) }] })).catch(() => 'was held'), { timeout: 5_000 }).toBe('session-cancelled')
  })

  it('waits for nobody: an order that cannot be ended is written down, the others go on, and it is tried again', async () => {
    const broken = await givenPaid()
    const sound = await givenPaid({ session: broken.session, seats: [10] })
    await house.db.execute(sql.raw(`create function refuse_one() returns trigger language plpgsql as $$ begin if new.id = '${broken.orderId}' and new.state = 'refunded' then raise exception 'not this one'; end if; return new; end $$;
      create trigger refuse_one before update on orders for each row execute function refuse_one()`))
    await callOff(broken.session)
    await workOff()
    expect((await standOf(house, sound)).order).toBe('refunded')
    expect(await progressOf(broken.session)).toMatchObject({ finishedAt: null, orders: { ended: 1, left: 1, stuck: 1 } })
    expect((await house.db.select().from(refundRunTroubles).where(eq(refundRunTroubles.orderId, broken.orderId)))[0]!.lastError).toContain('not this one')
    await house.db.execute(sql.raw('drop trigger refuse_one on orders; drop function refuse_one()'))
    await house.db.update(refundRunTroubles).set({ triedAt: sql`now() - interval '1 hour'` })
    await workOff()
    expect(await progressOf(broken.session)).toMatchObject({ orders: { ended: 2, left: 0, stuck: 0 } })
  })

  it('keeps his tickets where the session is put on again before his turn', async () => {
    const order = await givenPaid()
    const [admin] = await house.db.select({ id: users.id }).from(users).limit(1)
    await house.db.insert(refundRuns).values({ eventId: order.session.eventId, sessionIds: [order.session.sessionId], causeKey: `test-${order.orderId}`, startedBy: admin!.id })
    await workOff()
    expect((await standOf(house, order)).tickets).toEqual(['valid', 'valid'])
    await house.db.update(sessions).set({ status: 'cancelled' }).where(eq(sessions.id, order.session.sessionId))
    await workOff()
    expect((await standOf(house, order)).tickets).toEqual(['refunded', 'refunded'])
  })

  it('is refunded once, however many processes are at it and whatever he asks for meanwhile', async () => {
    const session = await givenSession(house.db, { rows: 10, seatsPerRow: 20 })
    await givenManyOrders(house.db, session, 120)
    const own = await Promise.all([150, 155, 160].map(seat => givenPaid({ session, seats: [seat, seat + 1] })))
    await callOff(session)
    const asked = own.map(order => giveBack(house, order.reader, order.orderId).catch((error: { code: string }) => error.code))
    await Promise.all([...asked, ...Array.from({ length: 5 }, () => workOff())])
    await workOff()
    const counts = await house.db.execute<{ refunds: number, orders: number, back: string }>(sql`
      select count(*)::int as refunds, count(distinct r.order_id)::int as orders, sum(r.amount_minor) as back from refunds r join orders o on o.id = r.order_id where o.session_id = ${session.sessionId}`)
    expect(counts[0]).toEqual({ refunds: 111, orders: 111, back: String(108 * 38_000 + 3 * 76_000) })
    const [left] = await house.db.select({ n: sql<number>`count(*)::int` }).from(orders).where(and(eq(orders.sessionId, session.sessionId), sql`${orders.state} <> 'refunded'`))
    expect(left!.n).toBe(0)
    const [captured] = await house.db.select({ n: sql<number>`count(distinct ${refunds.paymentId})::int` }).from(refunds).innerJoin(payments, eq(payments.id, refunds.paymentId)).innerJoin(orders, eq(orders.id, payments.orderId)).where(eq(orders.sessionId, session.sessionId))
    expect(captured!.n).toBe(111)
  })

  it('is paid once for a ticket that he offers to others: sold on, being bought, or on sale still', async () => {
    const { session, seller } = await soldOutShow(house)
    const third = await orderOffer(session, seller, 0)
    await payOffered(house, third)
    const waiting = await orderOffer(session, seller, 1)
    const balance = await walletBalance(house.db, seller.userId!)
    expect(await stateOfTicket(house, seller.tickets[0]!)).toBe('resold')

    await callOff(session)
    await workOff()
    expect((await standOf(house, seller)).tickets).toEqual(['resold', 'refunded'])
    expect(await walletBalance(house.db, seller.userId!)).toBe(balance + 38_000)
    expect((await resaleOf(house, seller.tickets[1]!))!.state).toBe('withdrawn')
    expect(await stateOfOrder(house, third.orderId)).toBe('refunded')
    expect(await stateOfOrder(house, waiting.orderId)).toBe('cancelled')

    const open = await soldOutShow(house)
    await offerForSale(house, open.seller.reader, open.seller.tickets[0]!)
    await callOff(open.session)
    await workOff()
    expect((await standOf(house, open.seller)).tickets).toEqual(['refunded', 'refunded'])
    expect((await resaleOf(house, open.seller.tickets[0]!))!.state).toBe('withdrawn')
    expect(await walletBalance(house.db, open.seller.userId!)).toBe(1_000_000)
  })
})

/** Somebody orders the seat that is offered, and has not paid. */
async function orderOffer(session: TestSession, seller: Bought, seat: number) {
  await offerForSale(house, seller.reader, seller.tickets[seat]!)
  return await orderOffered(house, session, { seats: [seat] }, { points: 100_000 })
}
