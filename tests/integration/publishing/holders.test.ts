import { and, asc, eq, gt, isNull, like, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, events, orders, outbox, refundRights } from '#drizzle/schema/index.ts'
import { readEvent, readSession } from '#server/domain/catalogue/index.ts'
import { checkInvariants } from '#server/domain/insight/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder, describeOrder, ownOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { cancelEvent, readEditedEvent, readReview, saveDraft, submitEvent } from '#server/domain/publishing/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import { giveBack, refundCalledOff } from '#server/domain/refunds/index.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { publishingNews } from '#server/jobs/news/publishing.ts'
import { relayOutbox } from '#server/jobs/outbox-relay.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { givenCustomer, plainPlan } from '#tests/support/fixtures.ts'
import { person, refusalCode } from '#tests/support/house.ts'
import { type Desk, inDays, openDesk, sessionRowsOf } from './desk.ts'

let desk: Desk
beforeAll(async () => { desk = await openDesk() })
afterAll(async () => {
  const broken = (await checkInvariants(desk.house.db)).filter(i => i.violations > 0)
  await desk.house.close()
  expect(broken).toEqual([])
})

/** Somebody who has paid for a seat. */
async function holderOf(sessionId: string, seatId: string) {
  const { house } = desk
  const { userId, email } = await givenCustomer(house.db, 100_000)
  const hold = await holdSeats(house, person(house, userId), sessionId, { seats: [{ seatId }] })
  const { orderId } = await createOrder(house, person(house, userId), { sessionId, holdToken: hold.holdToken })
  const reader = { userId, guestSecret: null }
  await payOrder(house, reader, orderId, 'points')
  return { orderId, userId, email, reader, right: async () => (await describeOrder(house.db, await ownOrder(house.db, reader, orderId), [])).refundRight }
}

/** Notices of an order in the outbox, delivered or not. */
const noticesOf = (orderId: string) => desk.house.db.select().from(outbox).where(and(eq(outbox.topic, 'notice'), like(outbox.key, `session-%:${orderId}`)))

const stateOf = async ({ reader, orderId }: Awaited<ReturnType<typeof holderOf>>) => (await ownOrder(desk.house.db, reader, orderId)).state

/** Everything that waits is delivered, also what was to wait a while. */
async function deliverAll() {
  const { db } = desk.house
  while (await refundCalledOff(desk.house) > 0);
  for (;;) {
    await db.update(outbox).set({ notBefore: sql`now()` }).where(and(isNull(outbox.deliveredAt), gt(outbox.notBefore, sql`now()`)))
    await deliverNews(desk.house)
    const waiting = await db.select({ id: outbox.id, error: outbox.lastError }).from(outbox).where(isNull(outbox.deliveredAt)).orderBy(asc(outbox.id)).limit(1)
    if (waiting.length === 0) return
    if (waiting[0]!.error) throw new Error(waiting[0]!.error)
  }
}

describe('a large change that is approved', () => {
  it('tells those who have tickets of that session, once, and lets them have their money back', async () => {
    const { house, admin } = desk
    const { eventId, document } = await desk.approved()
    const [first, second] = document.sessions.map(session => session.key) as [string, string]
    const [moved, unmoved] = [await holderOf(first, 'stalls.A.1'), await holderOf(second, 'stalls.A.1')]
    const submissionId = await desk.handIn(eventId, (draft) => {
      draft.sessions[0]!.startsAt = inDays(30, 1)
      draft.sessions[0]!.endsAt = inDays(30, 3)
    })
    expect(await readReview(house, admin, submissionId)).toMatchObject({ size: 'large', largeCount: 2, holders: [{ sessionKey: first, orders: 1, tickets: 1 }] })
    expect(await moved.right()).toBeNull()
    expect(await desk.approve(eventId, submissionId)).toMatchObject({ holdersTold: 1 })
    await deliverAll()
    expect(await noticesOf(unmoved.orderId)).toEqual([])
    expect(await unmoved.right()).toBeNull()
    const notices = await noticesOf(moved.orderId)
    // Looked for twice, told once.
    expect(notices).toHaveLength(1)
    expect(await house.db.select().from(deliveries).where(and(eq(deliveries.userId, moved.userId), eq(deliveries.kind, 'session-changed'), eq(deliveries.channel, 'mail')))).toHaveLength(1)
    expect(notices[0]!.payload).toMatchObject({ to: { userId: moved.userId }, kind: 'session-changed', path: `/orders/${moved.orderId}` })
    const { changesEn, changesZh } = notices[0]!.payload.params as { changesEn: string[], changesZh: string[] }
    expect(changesEn[0]).toMatch(/^It starts on \w{3} \d+ \w{3} \d{4}, \d\d:\d\d \(before: .+\)\.$/)
    expect(changesZh[0]).toMatch(/^开始时间改为 \d{4}年\d+月\d+日 周. \d\d:\d\d（原为 .+）。$/)
    // Until it begins, which is later than two weeks from now.
    expect(await moved.right()).toEqual({ reason: 'session-changed', until: inDays(30, 1) })
    await giveBack(house, moved.reader, moved.orderId)
    expect((await ownOrder(house.db, moved.reader, moved.orderId)).state).toBe('refunded')
  })

  it('a small one tells nobody', async () => {
    const { eventId, document } = await desk.approved()
    const holder = await holderOf(document.sessions[0]!.key, 'stalls.A.1')
    const submissionId = await desk.handIn(eventId, (draft) => { draft.summary.en = 'A fine evening by the sea.' })
    expect(await desk.approve(eventId, submissionId)).toMatchObject({ holdersTold: 0 })
    await deliverAll()
    expect(await noticesOf(holder.orderId)).toEqual([])
    expect(await holder.right()).toBeNull()
  })

  it('a session that is called off stays on the page, sells nothing, and everybody has his money back', async () => {
    const { house } = desk
    const { eventId, slug, document } = await desk.approved()
    const [first] = document.sessions
    const holder = await holderOf(first!.key, 'stalls.A.1')
    await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.sessions[0]!.status = 'cancelled' }))
    await deliverAll()
    expect(await readEvent(house, slug)).toMatchObject({ status: 'approved', sessions: [{ status: 'cancelled' }, { status: 'scheduled' }] })
    expect((await noticesOf(holder.orderId))[0]!.payload).toMatchObject({ kind: 'session-cancelled' })
    expect(await stateOf(holder)).toBe('refunded')
  })

  it('T-12: a sold session is neither taken away nor moved to another hall, one that nobody could buy is', async () => {
    const { house, publisher } = desk
    const { eventId, document } = await desk.approved(desk.play({ sessions: desk.play().sessions.map((session, i) => i === 0 ? session : { ...session, saleStartsAt: inDays(5) }) }))
    const [sold, unsold] = document.sessions as [EventDocument['sessions'][number], EventDocument['sessions'][number]]
    await holderOf(sold.key, 'stalls.A.1')
    const without = await readEditedEvent(house, publisher, eventId)
    const first = await saveDraft(house, publisher, eventId, { version: without.version, document: { ...document, sessions: [unsold] } })
    expect(first.faults).toMatchObject([{ code: 'session-sold', path: `sessions.${sold.key}`, data: { sold: 1, pending: 0 } }])
    expect(await refusalCode(submitEvent(house, publisher, eventId, { version: first.version }))).toBe('event-not-ready')
    const elsewhere = { ...document, sessions: [{ ...sold, ...desk.otherHall }, unsold], ticketTypes: [...document.ticketTypes, ...document.ticketTypes.map(type => ({ ...type, key: crypto.randomUUID(), planId: desk.otherHall.planId }))] }
    const second = await saveDraft(house, publisher, eventId, { version: first.version, document: elsewhere })
    expect(second.faults).toMatchObject([{ code: 'session-sold' }])
    const third = await saveDraft(house, publisher, eventId, { version: second.version, document: { ...document, sessions: [sold] } })
    const { submissionId } = await submitEvent(house, publisher, eventId, { version: third.version })
    await desk.approve(eventId, submissionId)
    expect((await sessionRowsOf(house, eventId)).map(session => session.id)).toEqual([sold.key])
  })

  it('is refused where a ticket was sold between handing in and deciding', async () => {
    const { eventId, document } = await desk.approved()
    const submissionId = await desk.handIn(eventId, (draft) => { draft.sessions = [draft.sessions[1]!] })
    await holderOf(document.sessions[0]!.key, 'stalls.A.1')
    await expect(desk.approve(eventId, submissionId)).rejects.toMatchObject({ code: 'event-not-ready', data: { faults: [{ code: 'session-sold' }] } })
  })
})

describe('T-11: the price of a hold', () => {
  it('stays what was shown when an approval changes prices meanwhile', async () => {
    const { house } = desk
    const { eventId, document } = await desk.approved()
    const sessionId = document.sessions[0]!.key
    const guest = person(house)
    const hold = await holdSeats(house, guest, sessionId, { seats: [{ seatId: 'stalls.B.1' }, { seatId: 'stalls.B.2' }] })
    expect(hold.total.amountMinor).toBe(76_000)
    await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.ticketTypes[0]!.priceMinor = 99_000 }))
    expect((await readSession(house, sessionId)).ticketTypes[0]!.price.amountMinor).toBe(99_000)
    const { orderId } = await createOrder(house, guest, { sessionId, holdToken: hold.holdToken, contact: { name: 'G', email: 'g@example.org' } })
    const [order] = await house.db.select().from(orders).where(eq(orders.id, orderId))
    expect(order!.totalMinor).toBe(76_000)
  })

  it('also where the price is sold no more', async () => {
    const { house } = desk
    const { eventId, document } = await desk.approved()
    const sessionId = document.sessions[0]!.key
    const guest = person(house)
    const hold = await holdSeats(house, guest, sessionId, { standing: [{ areaKey: 'floor', quantity: 2 }] })
    await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.ticketTypes = [draft.ticketTypes[0]!] }))
    const { orderId } = await createOrder(house, guest, { sessionId, holdToken: hold.holdToken, contact: { name: 'G', email: 'g2@example.org' } })
    expect((await house.db.select().from(orders).where(eq(orders.id, orderId)))[0]!.totalMinor).toBe(36_000)
  })

  it('in 300 checkouts during which the price changes four times: each pays what his hold showed', async () => {
    const { house } = desk
    const venueId = desk.otherHall.venueId
    const { planId } = await storePlan(house.db, { venueId, hall: 'field', plan: plainPlan(0, 0, 1000) })
    const play = desk.play()
    const { eventId } = await desk.approved({ ...play, sessions: [{ ...play.sessions[0]!, venueId, planId }], ticketTypes: [{ ...play.ticketTypes[1]!, planId }] })
    const sessionId = play.sessions[0]!.key
    const shown = new Map<string, number>()
    const checkOut = async (n: number) => {
      const guest = person(house)
      const hold = await holdSeats(house, guest, sessionId, { standing: [{ areaKey: 'floor', quantity: 1 }] })
      const { orderId } = await createOrder(house, guest, { sessionId, holdToken: hold.holdToken, contact: { name: 'G', email: `t11-${n}@example.org` } })
      shown.set(orderId, hold.total.amountMinor)
    }
    const changePrices = async () => {
      for (const priceMinor of [20_000, 15_000, 30_000, 1_000]) await desk.approve(eventId, await desk.handIn(eventId, (draft) => { draft.ticketTypes[0]!.priceMinor = priceMinor }))
    }
    const lines = Array.from({ length: 10 }, (_, line) => (async () => {
      for (let i = 0; i < 30; i++) await checkOut(line * 30 + i)
    })())
    await Promise.all([changePrices(), ...lines])
    const written = await house.db.select({ id: orders.id, total: orders.totalMinor }).from(orders).where(eq(orders.sessionId, sessionId))
    expect(written).toHaveLength(300)
    for (const order of written) expect(order.total).toBe(shown.get(order.id))
  })
})

describe('a change that is approved', () => {
  it('of a session with 10,000 orders tells each of them once, page by page', async () => {
    const { house } = desk
    const { eventId, document } = await desk.approved()
    const sessionId = document.sessions[0]!.key
    // Paid by cash at the counter of a test: what matters here is how many there are.
    await house.db.execute(sql`
      insert into orders (id, reference, session_id, guest_secret_hash, contact_email, contact_name, locale, person_key, state, total_minor, currency, hold_hash, expires_at, paid_at)
      select gen_random_uuid(), 'FY-MANY-' || n, ${sessionId}, 'x', 'many-' || n || '@example.org', 'Many', 'zh', 'email:many-' || n, 'paid', 0, 'CNY', 'many-' || n, now(), now() from generate_series(1, 10000) n`)
    const submissionId = await desk.handIn(eventId, (draft) => {
      draft.sessions[0]!.startsAt = inDays(30, 1)
      draft.sessions[0]!.endsAt = inDays(30, 3)
    })
    expect(await desk.approve(eventId, submissionId)).toMatchObject({ holdersTold: 10_000 })
    // Notices are news of another area; here only the pages are worked off.
    const workOff = async () => {
      while (await relayOutbox(house.db, publishingNews()) > 0);
    }
    await workOff()
    await house.db.execute(sql`update outbox set not_before = now() where delivered_at is null`)
    await workOff()
    const [rights] = await house.db.execute<{ n: number, until: string }>(sql`select count(*)::int as n from ${refundRights} r join ${orders} o on o.id = r.order_id where o.session_id = ${sessionId}`)
    expect(rights!.n).toBe(10_000)
    const [notices] = await house.db.execute<{ given: number, orders: number }>(sql`
      select count(*)::int as given, count(distinct payload->'params'->>'orderId')::int as orders from outbox where topic = 'notice' and key like ${`session-changed:${submissionId}:%`}`)
    expect(notices).toEqual({ given: 10_000, orders: 10_000 })
    await house.db.execute(sql`delete from refund_rights where order_id in (select id from orders where session_id = ${sessionId})`)
    await house.db.execute(sql`delete from orders where session_id = ${sessionId}`)
  })
})

describe('an event that is called off', () => {
  it('sells nothing from then on, cannot be brought back, and its holders hear why', async () => {
    const { house, publisher } = desk
    const { eventId, slug, document } = await desk.approved()
    const sessionId = document.sessions[0]!.key
    const holder = await holderOf(sessionId, 'stalls.A.1')
    const open = await desk.handIn(eventId, (draft) => { draft.summary.en = 'Never mind.' })
    expect(await cancelEvent(house, publisher, eventId, { reason: 'The lighthouse fell.' })).toEqual({ status: 'cancelled', holdersTold: 1 })
    expect(await readEvent(house, slug)).toMatchObject({ status: 'cancelled', sessions: [{ status: 'cancelled' }, { status: 'cancelled' }] })
    await expect.poll(() => refusalCode(holdSeats(house, person(house), sessionId, { seats: [{ seatId: 'stalls.A.2' }] })).catch(() => 'was held'), { timeout: 4_000 }).toBe('session-cancelled')
    expect(await refusalCode(desk.approve(eventId, open))).toBe('already-decided')
    expect(await refusalCode(cancelEvent(house, publisher, eventId, { reason: 'Again.' }))).toBe('illegal-transition')
    await deliverAll()
    expect((await noticesOf(holder.orderId))[0]!.payload).toMatchObject({ kind: 'session-cancelled', params: { reason: 'The lighthouse fell.' } })
    expect(await stateOf(holder)).toBe('refunded')
    expect((await readEditedEvent(house, publisher, eventId)).approvedDocument!.sessions.map(session => session.status)).toEqual(['cancelled', 'cancelled'])
    expect((await house.db.select().from(events).where(eq(events.id, eventId)))[0]!.reviewReason).toBe('The lighthouse fell.')
  })
})
