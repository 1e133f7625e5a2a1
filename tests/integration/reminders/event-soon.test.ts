import { and, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deliveries, jobRuns, mailbox, orders, refundRights, sessions, tickets, venues } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { sendWaiting } from '#server/domain/notify/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { planEventReminders } from '#server/domain/reminders/index.ts'
import { workRuns } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'
import { nightZone, noonZone } from './given-readers.ts'

let house: House
let session: TestSession
let seat = 0

beforeAll(async () => { house = await openTestHouse({ FOYER_MAIL: 'mailbox', FOYER_DEMO: '1' }) })
afterAll(() => house?.close())
beforeEach(async () => {
  for (const table of [deliveries, mailbox, jobRuns]) await house.db.delete(table)
  await house.db.update(sessions).set({ status: 'cancelled' })
  session = await givenSession(house.db)
  await house.db.update(venues).set({ timeZone: noonZone() })
  seat = 0
  await beginsIn('23 hours')
})

const beginsIn = async (text: string) => {
  await house.db.update(sessions).set({ startsAt: sql`date_trunc('second', now()) + ${text}::interval`, doorsAt: sql`date_trunc('second', now()) + ${text}::interval - interval '1 hour'`, endsAt: sql`now() + ${text}::interval + interval '2 hours'`, saleEndsAt: sql`now() + ${text}::interval` }).where(eq(sessions.id, session.sessionId))
}
/** Bought two days ago. */
async function holder() {
  const { userId, email } = await givenCustomer(house.db, 1_000_000)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat++) }, { seatId: session.seat(seat++) }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
  await house.db.update(orders).set({ createdAt: sql`now() - interval '2 days'`, paidAt: sql`now() - interval '2 days'` }).where(eq(orders.id, orderId))
  return { userId, email, orderId }
}
async function remind() {
  await planEventReminders(house)
  await workRuns(house, JOBS, () => false)
  await deliverNews(house)
}
const told = () => house.db.select().from(deliveries).where(eq(deliveries.kind, 'event-soon'))

describe('the reminder before a show', () => {
  it('tells everybody with a ticket when, where and with which ticket, once', async () => {
    const [first, second] = [await holder(), await holder()]
    await remind()
    await remind()
    expect((await told()).map(row => row.address).toSorted()).toEqual([first.email, second.email].toSorted())
    await sendWaiting(house)
    const [mail] = await house.db.select().from(mailbox).where(and(eq(mailbox.address, first.email), sql`${mailbox.text} like '%Doors%'`))
    expect(mail!.text).toContain('You have 2 tickets.')
    for (const fact of ['Begins: ', 'Where: Test house', 'Address: 1 Stage Road', `${house.publicUrl}/orders/${first.orderId}`]) expect(mail!.text).toContain(fact)
    expect(await house.db.select({ state: jobRuns.state, done: jobRuns.done, result: jobRuns.result }).from(jobRuns).where(eq(jobRuns.job, 'event-reminder'))).toEqual([{ state: 'done', done: 2, result: { sent: 2 } }])
  })

  it('reminds whoever a ticket was handed on to, and its giver only of those that he kept', async () => {
    const giver = await holder()
    const heir = await givenCustomer(house.db)
    const both = await house.db.select().from(tickets).where(eq(tickets.orderId, giver.orderId))
    const handOn = async (ticket: typeof both[number]) => {
      await house.db.update(tickets).set({ state: 'transferred' }).where(eq(tickets.id, ticket.id))
      await house.db.insert(tickets).values({ orderId: ticket.orderId, orderLineId: ticket.orderLineId, position: ticket.position, sessionId: ticket.sessionId, seatIndex: ticket.seatIndex, secret: `heir-${ticket.id}`, fromTicketId: ticket.id, holderUserId: heir.userId, holderEmail: heir.email })
    }
    for (const ticket of both) await handOn(ticket)
    await remind()
    expect((await told()).map(row => [row.address, row.path?.split('/')[1]])).toEqual([[heir.email, 'tickets'], [heir.email, 'tickets']])
  })

  it('comes a day before and not sooner, by day where the show is, and not for shows without tickets', async () => {
    await planEventReminders(house)
    expect(await house.db.select().from(jobRuns)).toEqual([])
    await holder()
    await beginsIn('29 hours')
    await planEventReminders(house)
    expect(await house.db.select().from(jobRuns)).toEqual([])
    await beginsIn('23 hours')
    await house.db.update(venues).set({ timeZone: nightZone() })
    await planEventReminders(house)
    expect(await house.db.select().from(jobRuns)).toEqual([])
  })

  it('is not for what was called off, and tells a moved show its new time, saying so', async () => {
    const { email, orderId } = await holder()
    await planEventReminders(house)
    await house.db.update(sessions).set({ status: 'cancelled' }).where(eq(sessions.id, session.sessionId))
    await workRuns(house, JOBS, () => false)
    await deliverNews(house)
    expect(await told()).toEqual([])

    await house.db.update(sessions).set({ status: 'scheduled' }).where(eq(sessions.id, session.sessionId))
    await beginsIn('22 hours')
    await house.db.insert(refundRights).values({ orderId, reason: 'session-changed', until: new Date(Date.now() + 86_400_000) })
    await remind()
    expect(await told()).toMatchObject([{ address: email, params: { isChanged: true } }])
  })

  it('leaves out tickets that were given back, and whoever has only just bought', async () => {
    const [gone, fresh] = [await holder(), await holder()]
    await house.db.update(tickets).set({ state: 'refunded' }).where(inArray(tickets.orderId, [gone.orderId]))
    await house.db.update(orders).set({ paidAt: sql`now()` }).where(eq(orders.id, fresh.orderId))
    await remind()
    expect(await told()).toEqual([])
  })
})
