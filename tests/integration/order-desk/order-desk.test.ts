import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, events, orders, outbox, refundRequests, sessions, tickets, users } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { type Desk, correctContact, findOrders, refundAtDesk, sendTicketsAgain, showOrder } from '#server/domain/order-desk/index.ts'
import { cancelOrder, createOrder, ownOrder } from '#server/domain/orders/index.ts'
import { payOrder, walletBalance } from '#server/domain/payments/index.ts'
import { describeRefund, giveBack } from '#server/domain/refunds/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, person, refusalCode } from '#tests/support/house.ts'
import { payAtSandbox } from '#tests/support/sandbox.ts'

let house: House
let publisher: Desk
let stranger: Desk
let admin: Desk
let show: TestSession

beforeAll(async () => {
  house = await openTestHouse()
  const [one, two, three] = [newId(), newId(), newId()]
  await house.db.insert(users).values([
    { id: one, role: 'publisher', email: 'desk@example.org', displayName: 'Desk' },
    { id: two, role: 'publisher', email: 'other-desk@example.org', displayName: 'Other desk' },
    { id: three, role: 'admin', email: 'desk-admin@example.org', displayName: 'Admin' }
  ])
  publisher = { userId: one, role: 'publisher' }
  stranger = { userId: two, role: 'publisher' }
  admin = { userId: three, role: 'admin' }
  show = await givenOwnSession()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

/** A session of the publisher with a hall of its own. */
async function givenOwnSession(): Promise<TestSession> {
  const session = await givenSession(house.db, { rows: 10, seatsPerRow: 20, perPersonLimit: 50 })
  const [row] = await house.db.select({ eventId: sessions.eventId }).from(sessions).where(eq(sessions.id, session.sessionId))
  await house.db.update(events).set({ createdBy: publisher.userId }).where(eq(events.id, row!.eventId))
  return session
}

const taken = new Map<string, number>()
/** So many seats of a session that nobody has had. */
function freeSeats(session: TestSession, count: number): { seatId: string }[] {
  const from = taken.get(session.sessionId) ?? 0
  taken.set(session.sessionId, from + count)
  return Array.from({ length: count }, (_, n) => ({ seatId: session.seat(from + n) }))
}

/** An order of a guest for one seat. */
async function givenGuests(name: string, email: string, { session = show, isPaid = true } = {}) {
  const guest = person(house)
  const hold = await holdSeats(house, guest, session.sessionId, { seats: freeSeats(session, 1) })
  const { orderId, guestSecret } = await createOrder(house, guest, { sessionId: session.sessionId, holdToken: hold.holdToken, contact: { name, email } })
  const reader = { userId: null, guestSecret }
  if (isPaid) await payAtSandbox(house, (await payOrder(house, reader, orderId, 'sandbox')).paymentId)
  return { orderId, reader }
}

/** A paid order of a customer with points. */
async function givenCustomers(count = 2) {
  const { userId } = await givenCustomer(house.db, 1_000_000)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, show.sessionId, { seats: freeSeats(show, count) })
  const { orderId } = await createOrder(house, buyer, { sessionId: show.sessionId, holdToken: hold.holdToken })
  await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
  const issued = await house.db.select().from(tickets).where(eq(tickets.orderId, orderId)).orderBy(tickets.id)
  return { orderId, userId, ticketIds: issued.map(ticket => ticket.id) }
}

const found = async (desk: Desk, wish: Parameters<typeof findOrders>[2]) => (await findOrders(house, desk, wish)).orders.map(order => order.id)

describe('finding an order', () => {
  it('by its number, by the beginnings of name and address, in any case, in both languages; a stranger finds nothing', async () => {
    const { orderId } = await givenGuests('Wei Chen', 'wei+tickets@lamps.example')
    const other = await givenGuests('王小明', 'xiaoming@lamps.example')
    const { reference } = await ownOrderOf(orderId)
    for (const q of [reference, reference.slice(3).toLowerCase().replace('-', ' '), 'wei', 'CHEN', 'chen we', 'wei+tick', 'WEI+tickets@lamps.example']) expect(await found(publisher, { q }), q).toEqual([orderId])
    expect(await found(publisher, { q: '王' })).toEqual([other.orderId])
    expect(await found(publisher, { q: 'chen xiaoming' })).toEqual([])
    // The middle of a word, and what would be operators.
    for (const q of ['hen', 'wei | 王', '\'', '\\', '!wei', '%']) expect(await found(publisher, { q }), q).toEqual([])
    for (const wish of [{ q: reference }, { q: 'wei' }, {}, { sessionId: show.sessionId }]) expect(await found(stranger, wish)).toEqual([])
    expect(await found(admin, { q: 'xiaoming' })).toEqual([other.orderId])
  })

  it('the newest first, page by page, by state and by session; nobody pays any more for what ran out', async () => {
    const session = await givenOwnSession()
    const made: string[] = []
    for (let n = 0; n < 5; n++) made.unshift((await givenGuests(`Page ${n}`, `page-${n}@example.org`, { session: n % 2 ? session : show, isPaid: n !== 4 })).orderId)
    const first = await findOrders(house, publisher, { limit: 3 })
    expect(first.orders.map(order => order.id)).toEqual(made.slice(0, 3))
    expect((await findOrders(house, publisher, { limit: 3, cursor: first.nextCursor! })).orders.map(order => order.id).slice(0, 2)).toEqual(made.slice(3))
    expect(first.orders[0]).toMatchObject({ state: 'pending', ticketCount: 1, contact: { name: 'Page 4' } })
    expect(await found(publisher, { sessionId: session.sessionId })).toEqual([made[1], made[3]])
    expect(await found(publisher, { state: 'pending' })).toEqual([made[0]])
    await house.db.update(orders).set({ expiresAt: new Date(Date.now() - 1_000) }).where(eq(orders.id, made[0]!))
    expect(await found(publisher, { state: 'pending' })).toEqual([])
    expect((await findOrders(house, admin, { state: 'expired', q: 'page' })).orders).toMatchObject([{ id: made[0], state: 'expired' }])
    expect(await refusalCode(findOrders(house, publisher, { cursor: 'rubbish' }))).toBe('invalid-input')
  })
})

const ownOrderOf = async (orderId: string) => (await house.db.select().from(orders).where(eq(orders.id, orderId)))[0]!
const lettersOf = async (part: string) => (await house.db.select().from(outbox)).filter(row => row.topic === 'notice' && (row.key ?? '').includes(part))

describe('looking at one', () => {
  it('shows its tickets, its money and what happened; an admin\'s look is written down, a publisher\'s is his business', async () => {
    const { orderId, userId, ticketIds } = await givenCustomers()
    const seen = await showOrder(house.db, publisher, orderId)
    expect(seen.order).toMatchObject({ state: 'paid', isGuests: false, paymentMethods: [] })
    expect(seen.refundable.map(one => one.ticketId).sort()).toEqual([...ticketIds].sort())
    expect(seen.refundable[0]).toMatchObject({ paid: { amountMinor: 38_000 }, fee: null })
    expect(seen.history.map(act => [act.by, act.action])).toEqual([['buyer', 'order.pending'], ['buyer', 'order.paid']])
    expect(JSON.stringify(seen)).not.toContain(userId)
    await showOrder(house.db, admin, orderId)
    expect((await showOrder(house.db, publisher, orderId)).history.at(-1)).toMatchObject({ by: 'desk', name: 'Admin', action: 'order.looked-at' })
    expect(await refusalCode(showOrder(house.db, stranger, orderId))).toBe('not-found')
  })
})

describe('sending tickets again', () => {
  it('goes to where they went, a few times an hour; not for what was never paid', async () => {
    const { orderId } = await givenGuests('Lost Mail', 'lost@example.org')
    for (let n = 0; n < 5; n++) await sendTicketsAgain(house, publisher, orderId)
    expect(await refusalCode(sendTicketsAgain(house, publisher, orderId))).toBe('rate-limited')
    const letters = await lettersOf(`${orderId}:again:`)
    expect(letters).toHaveLength(5)
    expect(letters[0]!.payload).toMatchObject({ kind: 'tickets-ready', to: { email: 'lost@example.org' } })
    expect(await refusalCode(sendTicketsAgain(house, stranger, orderId))).toBe('not-found')
    const unpaid = await givenGuests('Not Yet', 'not-yet@example.org', { isPaid: false })
    expect(await refusalCode(sendTicketsAgain(house, publisher, unpaid.orderId))).toBe('order-not-paid')
    await cancelOrder(house, unpaid.reader, unpaid.orderId)
  })
})

describe('an address with a wrong letter', () => {
  it('is put right: the old link opens nothing, the new one is on its way; an account\'s is its owner\'s', async () => {
    const { orderId, reader } = await givenGuests('Adaa', 'adaa@example.org')
    const before = await ownOrderOf(orderId)
    await correctContact(house, house.keys.guests, publisher, orderId, { name: 'Ada', email: 'ada@example.org' })
    const after = await ownOrderOf(orderId)
    expect(after).toMatchObject({ contactName: 'Ada', contactEmail: 'ada@example.org', personKey: before.personKey })
    expect(after.guestSecretHash).not.toBe(before.guestSecretHash)
    expect(await refusalCode(ownOrder(house.db, reader, orderId))).toBe('not-found')
    expect((await lettersOf(`${orderId}:to:`)).map(row => (row.payload as { to: unknown }).to)).toEqual([{ email: 'ada@example.org', locale: before.locale }])
    expect(await found(publisher, { q: 'adaa@example.org' })).toEqual([])
    expect(await refusalCode(correctContact(house, house.keys.guests, publisher, (await givenCustomers(1)).orderId, { name: 'Ada', email: 'ada@example.org' }))).toBe('order-of-account')
    expect(await refusalCode(correctContact(house, house.keys.guests, stranger, orderId, { name: 'Eve', email: 'eve@example.org' }))).toBe('not-found')
  })
})

describe('taking tickets back by one\'s own decision', () => {
  it('ends those that are meant, keeps the fee that was said, frees the seat, and answers what was asked', async () => {
    const { orderId, userId, ticketIds } = await givenCustomers(3)
    await house.db.update(orders).set({ refundTerms: { review: 'asked', steps: [{ until: '2999-01-01T00:00:00.000Z', feePercent: 50 }] } }).where(eq(orders.id, orderId))
    const reader = { userId, guestSecret: null }
    await giveBack(house, reader, orderId, { ticketIds: [ticketIds[0]!] })
    await refundAtDesk(house, publisher, orderId, { ticketIds: ticketIds.slice(0, 2), feePercent: 10, reason: 'The view was blocked' })
    expect(await walletBalance(house.db, userId)).toBe(1_000_000 - 3 * 38_000 + 2 * 34_200)
    const { order, refundable, history } = await showOrder(house.db, publisher, orderId)
    expect(order.state).toBe('partially_refunded')
    expect(refundable.map(one => [one.ticketId, one.fee?.amountMinor])).toEqual([[ticketIds[2], 19_000]])
    expect(history.find(act => act.action === 'order.taken-back')).toMatchObject({ by: 'desk', name: 'Desk', reason: 'The view was blocked' })
    expect((await house.db.select().from(refundRequests).where(eq(refundRequests.orderId, orderId)).orderBy(refundRequests.id)).map(request => request.state)).toEqual(['withdrawn', 'approved'])
    expect((await describeRefund(house.db, reader, orderId)).request).toMatchObject({ state: 'approved', decisionReason: 'The view was blocked' })
    const [first] = await house.db.select().from(tickets).where(eq(tickets.id, ticketIds[0]!))
    await holdSeats(house, person(house), show.sessionId, { seats: [{ seatId: show.seat(first!.seatIndex!) }] })
  })

  it('is all or nothing: with a used or foreign ticket nothing happens, twice pays once, a stranger cannot', async () => {
    const { orderId, userId, ticketIds } = await givenCustomers(2)
    const other = await givenCustomers(1)
    await house.db.update(tickets).set({ state: 'used', usedAt: new Date() }).where(eq(tickets.id, ticketIds[0]!))
    await recordAudit(house.db, { actor: 'gate', action: 'ticket.used', subjectType: 'ticket', subjectId: ticketIds[0]!, fromState: 'valid', toState: 'used' })
    const wish = { feePercent: 0, reason: 'A kindness' }
    for (const ids of [ticketIds, [ticketIds[1]!, other.ticketIds[0]!], [newId()]]) expect(await refusalCode(refundAtDesk(house, publisher, orderId, { ...wish, ticketIds: ids }))).toBe('not-refundable')
    expect(await refusalCode(refundAtDesk(house, stranger, orderId, { ...wish, ticketIds: [ticketIds[1]!] }))).toBe('not-found')
    expect(await walletBalance(house.db, userId)).toBe(1_000_000 - 2 * 38_000)
    const twice = await Promise.allSettled([1, 2].map(() => refundAtDesk(house, publisher, orderId, { ...wish, ticketIds: [ticketIds[1]!] })))
    expect(twice.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await walletBalance(house.db, userId)).toBe(1_000_000 - 38_000)
    expect((await house.db.select().from(auditLog).where(eq(auditLog.subjectId, orderId))).filter(row => row.action === 'order.taken-back')).toHaveLength(1)
  })
})
