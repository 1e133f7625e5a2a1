import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, claims, orders, outbox, sessions, ticketTypes, tickets } from '#drizzle/schema/index.ts'
import { readSession } from '#server/domain/catalogue/index.ts'
import { holdSeats, readHold, releaseHold } from '#server/domain/inventory/index.ts'
import { cancelOrder, createOrder, describeOrder, listOrders, ownOrder } from '#server/domain/orders/index.ts'
import { payOrder, walletBalance } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import { readTicketCode, signTicket } from '#server/domain/tickets/index.ts'
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

/** A customer with two seats of the session held and ordered. */
async function ordered(points = 200_000, wish: Parameters<typeof givenSession>[1] = {}) {
  const session = await givenSession(house.db, wish)
  const { userId } = await givenCustomer(house.db, points)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(4) }, { seatId: session.seat(5) }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  return { session, buyer, userId, hold, orderId, reader: { userId, guestSecret: null } }
}

describe('a purchase with points', () => {
  it('ends with a paid order, sold seats, one ticket a seat and a smaller wallet', async () => {
    const { orderId, reader, userId, session } = await ordered()
    await payOrder(house, reader, orderId, 'points')

    const reply = await describeOrder(house.db, await ownOrder(house.db, reader, orderId), [])
    expect(reply.state).toBe('paid')
    expect(reply.tickets.map(t => `${t.section.en} ${t.row}${t.seat}`).sort()).toEqual(['Stalls A5', 'Stalls A6'])
    expect(await walletBalance(house.db, userId)).toBe(200_000 - 2 * 38_000)
    expect((await house.db.select().from(claims).where(eq(claims.sessionId, session.sessionId))).map(c => c.state)).toEqual(['sold', 'sold'])
  })

  it('writes each move of the order into the audit log and the outbox', async () => {
    const { orderId, reader } = await ordered()
    await payOrder(house, reader, orderId, 'points')
    const audit = await house.db.select().from(auditLog).where(eq(auditLog.subjectId, orderId)).orderBy(auditLog.id)
    expect(audit.map(a => [a.fromState, a.toState])).toEqual([[null, 'pending'], ['pending', 'paid']])
    const news = await house.db.select().from(outbox).where(eq(outbox.key, orderId)).orderBy(outbox.id)
    expect(news.map(n => n.topic)).toEqual(['order.pending', 'order.paid'])
  })

  it('issues tickets whose code a gate can read with the public key alone', async () => {
    const { orderId, reader } = await ordered()
    await payOrder(house, reader, orderId, 'points')
    const [ticket] = await house.db.select().from(tickets).where(eq(tickets.orderId, orderId))
    const code = await signTicket(house.keys.tickets, ticket!, 'fixed')
    expect(readTicketCode(house.keys.tickets, code)).toMatchObject({ verdict: 'genuine', code: { ticketId: ticket!.id, sessionId: ticket!.sessionId, seatIndex: ticket!.seatIndex, proof: ticket!.secret } })
  })

  it('with too few points takes nothing and keeps the seats', async () => {
    const { orderId, reader, userId, session } = await ordered(1_000)
    expect(await refusalCode(payOrder(house, reader, orderId, 'points'))).toBe('points-short')
    expect(await walletBalance(house.db, userId)).toBe(1_000)
    const other = person(house)
    expect(await refusalCode(holdSeats(house, other, session.sessionId, { seats: [{ seatId: session.seat(4) }] }))).toBe('seat-taken')
  })

  it('P-12: paid twice in the same moment, is charged once and answers both alike', async () => {
    const { orderId, reader, userId } = await ordered()
    const [first, second] = await Promise.all([payOrder(house, reader, orderId, 'points'), payOrder(house, reader, orderId, 'points')])
    expect(first).toEqual(second)
    expect(await walletBalance(house.db, userId)).toBe(200_000 - 76_000)
  })

  it('P-17: 100 spends of a whole wallet at once end in one success', async () => {
    const { userId } = await givenCustomer(house.db, 38_000)
    const buyer = person(house, userId)
    const session = await givenSession(house.db, { perPersonLimit: 50 })
    const orderIds = await Promise.all(Array.from({ length: 50 }, async (_, seat) => {
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
      return (await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })).orderId
    }))
    const spends = await Promise.allSettled([...orderIds, ...orderIds].map(id => payOrder(house, { userId, guestSecret: null }, id, 'points')))
    const paid = await house.db.select().from(orders).where(sql`${orders.userId} = ${userId} and ${orders.state} = 'paid'`)
    expect(paid).toHaveLength(1)
    expect(new Set(spends.filter(s => s.status === 'fulfilled').map(s => s.value.paymentId)).size).toBe(1)
    expect(await walletBalance(house.db, userId)).toBe(0)
  })
})

describe('a purchase by a guest', () => {
  it('is paid on the sandbox page and read with the secret of the order only', async () => {
    const session = await givenSession(house.db)
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    const reader = { userId: null, guestSecret }
    const { paymentId, redirectUrl } = await payOrder(house, reader, orderId, 'sandbox')
    expect(redirectUrl).toBe(`/pay/sandbox/${paymentId}`)
    await payAtSandbox(house, paymentId)
    expect((await ownOrder(house.db, reader, orderId)).state).toBe('paid')
    expect(await refusalCode(ownOrder(house.db, { userId: null, guestSecret: null }, orderId))).toBe('not-found')
    expect(await refusalCode(ownOrder(house.db, { userId: null, guestSecret: 'x'.repeat(43) }, orderId))).toBe('not-found')
  })

  it('a declined payment leaves the order waiting with its seats, and the next try succeeds', async () => {
    const session = await givenSession(house.db)
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    const reader = { userId: null, guestSecret }
    const first = await payOrder(house, reader, orderId, 'sandbox')
    await house.sandbox!.act(first.paymentId, { outcome: 'decline' })
    const declined = await describeOrder(house.db, await ownOrder(house.db, reader, orderId), [])
    expect(declined).toMatchObject({ state: 'pending', payments: [{ state: 'started', declined: 'card_declined' }] })
    const second = await payOrder(house, reader, orderId, 'sandbox')
    expect(second).toEqual(first)
    await payAtSandbox(house, second.paymentId)
    expect((await ownOrder(house.db, reader, orderId)).state).toBe('paid')
  })

  it('needs to say where the tickets go', async () => {
    const session = await givenSession(house.db)
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    expect(await refusalCode(createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken }))).toBe('login-required')
    expect((await readHold(house, guest, session.sessionId, hold.holdToken)).lines).toHaveLength(1)
  })

  it('free tickets are confirmed without a payment page', async () => {
    const session = await givenSession(house.db, { priceMinor: 0 })
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    expect((await payOrder(house, { userId: null, guestSecret }, orderId, 'free')).redirectUrl).toBeNull()
    expect((await ownOrder(house.db, { userId: null, guestSecret }, orderId)).state).toBe('paid')
  })
})

describe('the price', () => {
  it('T-11: is the one of the moment of the hold, whatever the publisher does afterwards', async () => {
    const session = await givenSession(house.db)
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    await house.db.update(ticketTypes).set({ priceMinor: 99_000 }).where(eq(ticketTypes.sessionId, session.sessionId))
    const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    expect((await ownOrder(house.db, { userId: null, guestSecret }, orderId)).totalMinor).toBe(38_000)
  })
  it('T-11: in a hundred checkouts while the price keeps changing, every order costs what its hold said', async () => {
    const session = await givenSession(house.db, { rows: 10, seatsPerRow: 20 })
    let isOver = false
    const publisher = (async () => {
      for (let price = 40_000; !isOver; price += 100) await house.db.update(ticketTypes).set({ priceMinor: price }).where(eq(ticketTypes.sessionId, session.sessionId))
    })()
    const prices = await Promise.all(Array.from({ length: 100 }, async (_, n) => {
      const guest = person(house)
      const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(n) }] })
      const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact(`price-${n}`) })
      return { held: hold.total.amountMinor, ordered: (await ownOrder(house.db, { userId: null, guestSecret }, orderId)).totalMinor }
    }))
    isOver = true
    await publisher
    expect(prices.filter(p => p.held !== p.ordered)).toEqual([])
  })
})

describe('a hold', () => {
  it('becomes one order, however often it is asked', async () => {
    const session = await givenSession(house.db)
    const guest = person(house)
    const hold = await holdSeats(house, guest, session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const input = { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() }
    const replies = await Promise.all(Array.from({ length: 8 }, () => createOrder(house, guest, input)))
    expect(new Set(replies.map(r => r.orderId)).size).toBe(1)
    expect(new Set(replies.map(r => r.guestSecret)).size).toBe(1)
  })

  it('of somebody else is worth nothing', async () => {
    const session = await givenSession(house.db)
    const hold = await holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(0) }] })
    const thief = person(house)
    expect(await refusalCode(createOrder(house, thief, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() }))).toBe('hold-expired')
    expect(await refusalCode(readHold(house, thief, session.sessionId, hold.holdToken))).toBe('hold-expired')
    expect(await refusalCode(releaseHold(house, thief, session.sessionId, hold.holdToken, {}))).toBe('hold-expired')
  })

  it('is all or nothing, and names what was lost', async () => {
    const session = await givenSession(house.db)
    await holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(1) }] })
    const other = person(house)
    expect(await refusalCode(holdSeats(house, other, session.sessionId, { seats: [{ seatId: session.seat(0) }, { seatId: session.seat(1) }] }))).toBe('seat-taken')
    await holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(0) }] })
  })

  it('refuses unknown seats, seats off sale and more than a person may have', async () => {
    const session = await givenSession(house.db, { offSaleSeats: [7], perPersonLimit: 2 })
    const guest = person(house)
    const ask = (...seats: string[]) => refusalCode(holdSeats(house, guest, session.sessionId, { seats: seats.map(seatId => ({ seatId })) }))
    expect(await ask('stalls.ZZ.1')).toBe('seat-not-in-session')
    expect(await ask(session.seat(7))).toBe('seat-not-for-sale')
    expect(await ask(session.seat(0), session.seat(1), session.seat(2))).toBe('limit-reached')
  })

  it('of the best available seats takes neighbours near the stage', async () => {
    const session = await givenSession(house.db)
    const hold = await holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 3 } })
    expect(new Set(hold.lines.map(l => l.row)).size).toBe(1)
    expect('ABC').toContain(hold.lines[0]!.row)
    const numbers = hold.lines.map(l => Number(l.seat))
    expect(numbers).toEqual([numbers[0]!, numbers[0]! + 1, numbers[0]! + 2])
  })

  it('is not given before the sale opens', async () => {
    const session = await givenSession(house.db, { saleStartsInMs: 60_000 })
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(0) }] }))).toBe('sale-not-open')
  })

  it.each([
    ['whose sale has ended', { saleEndsAt: sql`now() - interval '1 second'` }, 'sale-not-open', 'ended'],
    ['that is over, though its sale was left open', { startsAt: sql`now() - interval '3 hours'`, endsAt: sql`now() - interval '1 second'` }, 'sale-not-open', 'ended'],
    ['that was cancelled', { status: 'cancelled' as const }, 'session-cancelled', 'cancelled']
  ])('is not given for a session %s, whatever seats are left, and its page says the same', async (_, change, code, availability) => {
    const session = await givenSession(house.db)
    await house.db.update(sessions).set(change).where(eq(sessions.id, session.sessionId))
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(0) }] }))).toBe(code)
    expect(await refusalCode(holdSeats(house, person(house), session.sessionId, { bestAvailable: { count: 2 } }))).toBe(code)
    expect((await readSession(house, session.sessionId)).availability).toBe(availability)
  })
})

describe('an order that is not paid', () => {
  it('loses its seats to whoever asks after its time, without any sweeper', async () => {
    const { orderId, session, reader } = await ordered()
    await house.db.update(orders).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(orders.id, orderId))
    await house.holds.tell(session.sessionId, { seats: [4, 5].map(seatIndex => ({ seatIndex, state: 'free', seq: Number.MAX_SAFE_INTEGER - 1 })), areas: [] })
    const next = person(house)
    const hold = await holdSeats(house, next, session.sessionId, { seats: [{ seatId: session.seat(4) }] })
    await createOrder(house, next, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: guestContact() })
    expect((await ownOrder(house.db, reader, orderId)).state).toBe('expired')
    expect(await refusalCode(payOrder(house, reader, orderId, 'points'))).toBe('order-expired')
  })

  it('frees its seats when it is cancelled, and cannot be paid then', async () => {
    const { orderId, session, reader } = await ordered()
    await cancelOrder(house, reader, orderId)
    await cancelOrder(house, reader, orderId)
    expect(await refusalCode(payOrder(house, reader, orderId, 'points'))).toBe('order-not-payable')
    await holdSeats(house, person(house), session.sessionId, { seats: [{ seatId: session.seat(4) }] })
  })

  it('cannot be cancelled once it is paid', async () => {
    const { orderId, reader } = await ordered()
    await payOrder(house, reader, orderId, 'points')
    expect(await refusalCode(cancelOrder(house, reader, orderId))).toBe('illegal-transition')
  })
})

describe('order history', () => {
  it('lists a customer\'s own orders, newest first, a page at a time', async () => {
    const { userId } = await givenCustomer(house.db, 0)
    const buyer = person(house, userId)
    const session = await givenSession(house.db, { perPersonLimit: 10 })
    for (let seat = 0; seat < 3; seat++) {
      const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
      await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
    }
    const first = await listOrders(house.db, userId, undefined, 2)
    const second = await listOrders(house.db, userId, first.nextCursor!, 2)
    expect([...first.orders, ...second.orders].map(o => o.createdAt)).toEqual([...first.orders, ...second.orders].map(o => o.createdAt).toSorted().reverse())
    expect(first.orders.map(o => o.ticketCount)).toEqual([1, 1])
    expect(second.orders).toHaveLength(1)
    expect(second.nextCursor).toBeNull()
  })
})

describe('an order of a show that runs for days', () => {
  it('is not over a day after it began, and is at its end, on its page as in the list', async () => {
    const { userId, session, orderId, reader } = await ordered()
    const told = async (startsAt: ReturnType<typeof sql>, endsAt: ReturnType<typeof sql>) => {
      await house.db.update(sessions).set({ startsAt, endsAt }).where(eq(sessions.id, session.sessionId))
      const [{ occasion }, { orders: [listed] }] = await Promise.all([describeOrder(house.db, await ownOrder(house.db, reader, orderId), []), listOrders(house.db, userId, undefined)])
      expect(listed!.occasion).toEqual(occasion)
      return { isOver: occasion.isOver, isToCome: new Date(occasion.endsAt) > new Date() }
    }
    expect(await told(sql`now() - interval '3 days'`, sql`now() + interval '1 day'`)).toEqual({ isOver: false, isToCome: true })
    expect(await told(sql`now() - interval '3 hours'`, sql`now() - interval '1 second'`)).toEqual({ isOver: true, isToCome: false })
  })
})
