import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deliveries, favourites, jobRuns, mailbox, notificationChoices, notifications, orders, sessionSearch, users } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { choose, sendWaiting, unsubscribe } from '#server/domain/notify/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { queueRun, workRuns } from '#server/domain/runs/index.ts'
import { reindex } from '#server/domain/search/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person } from '#tests/support/house.ts'
import { nightZone, noonZone } from './given-readers.ts'

let house: House
let shows: TestSession[]

beforeAll(async () => {
  house = await openTestHouse({ FOYER_MAIL: 'mailbox', FOYER_DEMO: '1' })
  shows = await Promise.all(Array.from({ length: 5 }, () => givenSession(house.db)))
  await reindex(house)
})
afterAll(() => house?.close())
beforeEach(async () => {
  for (const table of [deliveries, mailbox, notificationChoices, favourites, jobRuns]) await house.db.delete(table)
})

/** Somebody who asked for tips. */
async function reader(given: { timeZone?: string, locale?: 'en' | 'zh' } = {}) {
  const { userId, email } = await givenCustomer(house.db, 1_000_000)
  await house.db.update(users).set({ timeZone: noonZone(), locale: 'en', ...given }).where(eq(users.id, userId))
  await choose(house.db, userId, 'show-tips', 'mail', true)
  return { userId, email }
}
async function remind(key = newId()) {
  await queueRun(house.db, { job: 'daily-reminder', runKey: `daily-reminder:${key}` })
  await workRuns(house, JOBS, () => false)
  const [run] = await house.db.select().from(jobRuns).where(eq(jobRuns.runKey, `daily-reminder:${key}`))
  expect(run).toMatchObject({ state: 'done', error: null })
  return run!
}
const written = () => house.db.select().from(deliveries).where(eq(deliveries.kind, 'show-tips'))
const buy = async (userId: string, session: TestSession, seat: number, pay = true) => {
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  if (pay) await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
  return orderId
}

describe('the daily tips', () => {
  it('reach whoever asked for them, and nobody who did not ask', async () => {
    await givenCustomer(house.db)
    const asked = await reader()
    expect(await remind()).toMatchObject({ done: 1, total: 1, result: { sent: 1 } })
    expect(await written()).toMatchObject([{ userId: asked.userId, address: asked.email, priority: 2 }])
    // Advertising stands in no list of news of the account.
    expect(await house.db.select().from(notifications).where(eq(notifications.userId, asked.userId))).toEqual([])
  })

  it('are one a day, though the job runs again, by hand too', async () => {
    await reader()
    await remind()
    expect((await remind()).result).toEqual({ sent: 0, justOrdered: 0 })
    expect(await written()).toHaveLength(1)
  })

  it('leave alone whoever ordered something in the last day, as a guest too', async () => {
    const [buyer, guest] = [await reader(), await reader()]
    await buy(buyer.userId, shows[0]!, 1)
    const orderId = await buy((await givenCustomer(house.db, 1_000_000)).userId, shows[0]!, 2)
    await house.db.update(orders).set({ userId: null, guestSecretHash: 'x', contactEmail: guest.email }).where(eq(orders.id, orderId))
    expect((await remind()).result).toEqual({ sent: 0, justOrdered: 2 })
    await house.db.update(orders).set({ createdAt: sql`now() - interval '25 hours'` })
    expect((await remind()).result).toEqual({ sent: 2, justOrdered: 0 })
  })

  it('are taken back when their reader buys before they go out', async () => {
    const { userId } = await reader({ timeZone: nightZone() })
    await remind()
    await buy(userId, shows[0]!, 3)
    await deliverNews(house)
    expect(await written()).toMatchObject([{ state: 'dropped', params: {} }])
  })

  it('wait for the morning of their reader', async () => {
    await reader({ timeZone: nightZone() })
    await remind()
    await sendWaiting(house)
    const [letter] = await house.db.select({ state: deliveries.state, hour: sql<number>`extract(hour from ${deliveries.notBefore} at time zone ${nightZone()})::int`, isSoon: sql<boolean>`${deliveries.notBefore} between now() and now() + interval '24 hours'` }).from(deliveries)
    expect(letter).toEqual({ state: 'waiting', hour: 9, isSoon: true })
  })

  it('show what can be bought, favourites first and nothing that he has, and end by one click, waiting ones too', async () => {
    const { userId, email } = await reader({ locale: 'zh' })
    await house.db.insert(favourites).values({ userId, eventId: shows[4]!.eventId })
    await buy(userId, shows[1]!, 4)
    await house.db.update(orders).set({ createdAt: sql`now() - interval '2 days'` }).where(eq(orders.userId, userId))
    await remind()
    const [letter] = await written()
    const paths = (letter!.params.shows as { path: string }[]).map(show => show.path)
    expect(paths).toHaveLength(3)
    expect(paths).toContain(`/events/${shows[4]!.slug}`)
    expect(paths).not.toContain(`/events/${shows[1]!.slug}`)
    await sendWaiting(house)
    const [mail] = await house.db.select().from(mailbox).where(eq(mailbox.address, email))
    expect(mail!.subject).toBe('近期好演出')
    for (const path of paths) expect(mail!.html).toContain(`${house.publicUrl}/zh${path}`)
    const token = /unsubscribe\?token=([\w.-]+)/.exec(mail!.text)![1]!

    // Tomorrow's is written already, and waits.
    await house.db.update(deliveries).set({ deliveryKey: 'yesterday' })
    await house.db.update(users).set({ timeZone: nightZone() }).where(eq(users.id, userId))
    await remind()
    expect(await unsubscribe({ db: house.db, key: house.keys.unsubscribe }, token)).toBe('show-tips')
    await house.db.update(deliveries).set({ notBefore: sql`now()` }).where(eq(deliveries.state, 'waiting'))
    await sendWaiting(house)
    expect((await written()).map(row => row.state).toSorted()).toEqual(['dropped', 'sent'])
    expect((await remind()).done).toBe(0)
  })

  it('are not sent before a code that somebody waits for', async () => {
    await reader()
    await remind()
    await house.db.update(deliveries).set({ notBefore: sql`now() - interval '1 hour'` })
    const code = { deliveryKey: 'code', channel: 'mail', address: 'code@example.org', kind: 'login-code', params: { code: '123456' }, locale: 'en' as const, priority: 0, uselessAfter: new Date(Date.now() + 600_000) }
    await house.db.insert(deliveries).values([{ ...code, deliveryKey: 'news', address: 'news@example.org', kind: 'sale-opened', priority: 1, uselessAfter: null }, code])
    await sendWaiting(house)
    const order = await house.db.select({ address: deliveries.address }).from(deliveries).where(and(eq(deliveries.state, 'sent'), eq(deliveries.channel, 'mail'))).orderBy(deliveries.sentAt)
    expect(order.map(row => row.address).slice(0, 2)).toEqual(['code@example.org', 'news@example.org'])
  })

  it('say nothing where nothing can be bought', async () => {
    await reader()
    await house.db.update(sessionSearch).set({ hasPlaces: false })
    expect(await remind()).toMatchObject({ done: 0 })
    await house.db.update(sessionSearch).set({ hasPlaces: true })
    expect(await written()).toEqual([])
  })
})
