import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, events, jobRuns, mailbox, users } from '#drizzle/schema/index.ts'
import { choose, sendWaiting } from '#server/domain/notify/index.ts'
import { queueRun, workRuns } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import { formatMonth, monthAfter, monthAt } from '#shared/time/month.ts'
import { somebody } from '#tests/integration/policy/callers.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { buy } from '../resale/offered.ts'

const month = monthAt(new Date(), 'UTC')
let house: House
let publisher: string
let silent: string
let without: string
let admin: string

beforeAll(async () => {
  house = await openTestHouse({ FOYER_MAIL: 'mailbox', FOYER_DEMO: '1' })
  const sold = await givenSession(house.db)
  const unread = await givenSession(house.db)
  publisher = await publisherOf(sold)
  silent = await publisherOf(unread)
  without = (await somebody(house.db, 'publisher')).userId
  admin = (await somebody(house.db, 'admin')).userId
  await house.db.update(users).set({ locale: 'zh', timeZone: 'UTC' }).where(eq(users.id, publisher))
  await house.db.update(users).set({ locale: 'en', timeZone: 'UTC' }).where(eq(users.id, admin))
  await choose(house.db, silent, 'month-report', 'mail', false)
  await buy(house, sold, { seats: [0, 1] }, { points: 1_000_000 })
  await buy(house, unread, { seats: [0] }, { points: 1_000_000 })
})
afterAll(() => house.close())

async function publisherOf(session: TestSession): Promise<string> {
  const [event] = await house.db.select({ id: events.createdBy }).from(events).where(eq(events.id, session.eventId))
  await house.db.update(users).set({ role: 'publisher' }).where(eq(users.id, event!.id))
  return event!.id
}

/** The run of this month, as if it were over. */
async function report(key: string) {
  await queueRun(house.db, { job: 'month-report', runKey: key, logicalAt: new Date(`${monthAfter(month, 1)}-01T12:00:00Z`), notBefore: new Date() })
  await workRuns(house, JOBS, () => false)
  await deliverNews(house)
  await sendWaiting(house)
  return (await house.db.select().from(jobRuns).where(eq(jobRuns.runKey, key)))[0]!
}
const written = async () => (await house.db.select().from(deliveries).where(inArray(deliveries.kind, ['month-report', 'house-report']))).map(one => [one.userId, one.kind]).sort()

describe('the reports of a month that is over', () => {
  it('tell publishers of whom there is something to tell, and admins of the house, in their language', async () => {
    const run = await report(`month-report:${month}`)
    expect(run).toMatchObject({ state: 'done', error: null, result: { sent: 3 } })
    expect(run.done).toBe(run.total)
    expect(await written()).toEqual([[publisher, 'month-report'], [admin, 'house-report']].sort())
    expect(await written()).not.toContainEqual([without, 'month-report'])
    const mails = await house.db.select().from(mailbox)
    const own = mails.find(mail => mail.subject === `${formatMonth(month, 'zh')}销售报告`)!
    expect(own.text).toContain('本月售出 2 张门票，金额 ¥760。')
    expect(own.text).toContain('/zh/publish/numbers?from=')
    const whole = mails.find(mail => mail.subject === `Sales in ${formatMonth(month, 'en')}`)!
    expect(whole.text).toContain('3 tickets were sold for ¥1,140.')
    expect(whole.text).toContain('/admin/numbers?from=')
  })

  it('J-01: tell nobody twice, whoever starts them again', async () => {
    const before = await written()
    await report('month-report:by-hand:1')
    expect(await written()).toEqual(before)
  })
})
