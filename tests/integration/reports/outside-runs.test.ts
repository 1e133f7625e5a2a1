import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, events, jobRuns, orders, reportMails, reportReceivers, users } from '#drizzle/schema/index.ts'
import { sendWaiting } from '#server/domain/notify/index.ts'
import { addReceiver, endMails, listReceivers, mailedReport, sendMonthOutside, sendNow } from '#server/domain/reports/index.ts'
import { workRuns } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import { formatMonth } from '#shared/time/month.ts'
import { formatPeriod } from '#shared/time/report-period.ts'
import { somebody } from '#tests/integration/policy/callers.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { textOfPdf } from '#tests/support/pdf-text.ts'
import { buy } from '../resale/offered.ts'
import { MONTH, type Owner, WEEK, confirmed, giveUpMails, mailsTo, post, publisherOf, queueAfter, receiverWish, report, reportsTo, unsubscribeToken } from './outside.ts'

let house: House
let publisher: Owner
let stranger: Owner
let admin: Owner

beforeAll(async () => {
  house = await openTestHouse({ FOYER_MAIL: 'mailbox', FOYER_DEMO: '1' })
  const own = await givenSession(house.db, { rows: 2, seatsPerRow: 10 })
  const other = await givenSession(house.db, { rows: 2, seatsPerRow: 10, priceMinor: 10_000 })
  publisher = await publisherOf(house, own)
  stranger = await publisherOf(house, other)
  admin = { userId: (await somebody(house.db, 'admin')).userId, role: 'admin' }
  await house.db.update(events).set({ nameEn: 'Jade Rain', nameZh: '玉雨' }).where(eq(events.id, own.eventId))
  await buy(house, own, { seats: [0, 1] }, { points: 1_000_000 })
  await buy(house, other, { seats: [0] })
})
afterAll(() => house.close())

const stateOf = async (owner: Owner, id: string) => (await listReceivers(house, owner, 'own')).receivers.find(one => one.id === id)!
const linkIn = (text: string) => /report-mails\/file\?token=([\w.-]+)/.exec(text)![1]!

describe('when a month is over', () => {
  it('addresses outside get it in the form and language that was chosen for them, and those who have not confirmed get nothing', async () => {
    const pdf = await confirmed(house, publisher, { locale: 'zh', format: 'pdf' })
    const html = await confirmed(house, publisher, { isWeekly: false })
    const weekly = await confirmed(house, publisher, { isMonthly: false })
    const silent = receiverWish()
    await addReceiver(house, publisher, silent)
    const run = await report(house, 'outside-month')
    expect(run).toMatchObject({ state: 'done', error: null, result: { sent: 2 } })
    const [chinese] = await reportsTo(house, pdf.email)
    expect(chinese!.subject).toBe(`${formatMonth(MONTH, 'zh')}销售报告`)
    expect(chinese!.text).toContain('本月售出 2 张门票，金额 ¥760。')
    expect(chinese!.text).toContain('完整报告见附件')
    const [attached] = chinese!.attachments
    expect(attached).toMatchObject({ name: `foyer-${MONTH}.pdf`, type: 'application/pdf' })
    expect(textOfPdf(Buffer.from(attached!.base64, 'base64')).pages.join('')).toContain('玉雨')
    const [english] = await reportsTo(house, html.email)
    expect(english!.text).toContain('2 tickets were sold for ¥760.')
    expect(english!.attachments).toEqual([])
    const whole = await mailedReport(house, linkIn(english!.text))
    expect(whole).toContain('Jade Rain')
    expect(await reportsTo(house, weekly.email)).toEqual([])
    expect(await reportsTo(house, silent.email)).toEqual([])
    expect(await stateOf(publisher, pdf.id)).toMatchObject({ lastMail: { period: MONTH, state: 'sent' } })
  })

  it('G-03, Z-03: they read nothing of other publishers, and nothing of anybody who bought', async () => {
    const ours = await confirmed(house, publisher, { format: 'pdf' })
    const theirs = await confirmed(house, stranger)
    await report(house, 'outside-month')
    const [mail] = await reportsTo(house, theirs.email)
    expect(mail!.text).toContain('1 ticket was sold for ¥100.')
    const [own] = await reportsTo(house, ours.email)
    const everything = [own!.text, own!.html, textOfPdf(Buffer.from(own!.attachments[0]!.base64, 'base64')).pages.join(''), mail!.text, mail!.html, await mailedReport(house, linkIn(mail!.text))].join('\n')
    const buyers = await house.db.select({ email: orders.contactEmail, id: orders.id, reference: orders.reference }).from(orders)
    expect(buyers).toHaveLength(2)
    for (const { email, id, reference } of buyers) for (const secret of [email, id, reference]) expect(everything).not.toContain(secret)
    expect(mail!.text).not.toContain('Jade Rain')
  })

  it('the house\'s goes to those whom admins have named', async () => {
    const council = await confirmed(house, admin, { scope: 'house' })
    await report(house, 'outside-month')
    expect((await reportsTo(house, council.email))[0]!.text).toContain('3 tickets were sold for ¥860.')
  })

  it('J-01: nobody gets a time twice, whoever starts the run again', async () => {
    const { email } = await confirmed(house, publisher)
    await report(house, 'outside-month')
    await report(house, 'outside-month')
    expect(await reportsTo(house, email)).toHaveLength(1)
  })

  it('J-02: a run whose process died goes on where it was, and each mail goes once', async () => {
    const owner = await publisherOf(house, await givenSession(house.db))
    const addresses = Array.from({ length: 30 }, (_, i) => `many-${i}-${owner.userId}@books.example.org`)
    await house.db.insert(reportReceivers).values(addresses.map((email, i) => ({
      ownerId: i % 2 ? owner.userId : publisher.userId, name: 'Many', email, emailHash: email, locale: 'en' as const, format: 'html', isMonthly: true, isWeekly: false, timeZone: 'UTC', state: 'active' as const, confirmedAt: new Date()
    })))
    const key = await queueAfter(house, 'outside-month')
    const runOf = async () => (await house.db.select().from(jobRuns).where(eq(jobRuns.runKey, key)))[0]!
    let steps = 0
    // The second step ends with everything in it written, and nothing of it committed.
    const dying: typeof JOBS[number] = { ...JOBS.find(job => job.name === 'outside-month')!, work: (deps, run) => sendMonthOutside(deps, {
      ...run, at: run.at, step: work => run.step(async (tx) => {
        const came = await work(tx)
        if (++steps === 2) throw new Error('the power is gone')
        return came
      })
    }) }
    await workRuns(house, [dying], () => false)
    expect(await runOf()).toMatchObject({ state: 'waiting', done: 20 })
    await house.db.update(jobRuns).set({ nextTryAt: sql`now()` }).where(eq(jobRuns.runKey, key))
    await workRuns(house, JOBS, () => false)
    await post(house)
    const run = await runOf()
    expect(run).toMatchObject({ state: 'done' })
    expect(run.done).toBeGreaterThanOrEqual(30)
    const mails = await house.db.select({ to: deliveries.address }).from(deliveries).where(inArray(deliveries.address, addresses))
    // Of the publisher who sold nothing there is nothing to tell.
    expect(mails.map(mail => mail.to).sort()).toEqual(addresses.filter((_, i) => i % 2 === 0).sort())
    await house.db.delete(reportReceivers).where(eq(reportReceivers.name, 'Many'))
  })
})

describe('when a week is over', () => {
  it('those who want it have the seven days, against the week before', async () => {
    const { email } = await confirmed(house, publisher, { isMonthly: false })
    const monthly = await confirmed(house, publisher, { isWeekly: false })
    expect(await report(house, 'outside-week')).toMatchObject({ state: 'done', error: null })
    const [mail] = await reportsTo(house, email)
    expect(mail!.subject).toBe(`Sales in the week of ${formatPeriod(WEEK, 'en')}`)
    expect(mail!.text).toContain('2 tickets were sold for ¥760.')
    const whole = await mailedReport(house, linkIn(mail!.text))
    expect(whole).toContain('Dates of this week')
    // The axis of the chart has the days of a week.
    expect(whole).toMatch(/Mon \d+/)
    expect(whole).toMatch(/Sun \d+/)
    expect(await reportsTo(house, monthly.email)).toEqual([])
  })
})

describe('an address that gets reports', () => {
  it('ends them by one click, also those that wait, and the link to what it got opens nothing any more', async () => {
    const { id, email } = await confirmed(house, publisher)
    await report(house, 'outside-month')
    const [mail] = await reportsTo(house, email)
    await queueAfter(house, 'outside-week')
    await workRuns(house, JOBS, () => false)
    expect(await house.db.select().from(deliveries).where(sql`${deliveries.address} = ${email} and ${deliveries.state} = 'waiting'`)).toHaveLength(1)
    await endMails({ db: house.db, key: house.keys.unsubscribe }, unsubscribeToken(mail!.text))
    await sendWaiting(house)
    // Neither there nor anywhere.
    expect(await mailsTo(house, email)).toEqual([])
    expect(await refusalCode(mailedReport(house, linkIn(mail!.text)))).toBe('not-found')
    expect(await stateOf(publisher, id)).toMatchObject({ state: 'stopped', email: null })
  })

  it('opens by its link only, and not by one that was changed', async () => {
    const { email } = await confirmed(house, publisher)
    await report(house, 'outside-month')
    const link = linkIn((await reportsTo(house, email))[0]!.text)
    expect(await mailedReport(house, link)).toContain('Jade Rain')
    expect(await refusalCode(mailedReport(house, link.replace(/\.\d{10}\./, '.9999999999.')))).toBe('not-found')
    expect(await refusalCode(mailedReport(house, link.replace(/\.20\d\d-/, '.2025-')))).toBe('not-found')
  })

  it('is shown as failing where a mail did not arrive, and gets no more after three in a row until it confirms again', async () => {
    const { id, email } = await confirmed(house, publisher)
    await report(house, 'outside-month')
    await giveUpMails(house, email)
    expect(await stateOf(publisher, id)).toMatchObject({ state: 'active', lastMail: { state: 'failed' } })
    await house.db.insert(reportMails).values(['2026-01', '2026-02'].map(period => ({ receiverId: id, period, deliveryKey: `outside-report:${id}:${period}:0` })))
    await house.db.insert(deliveries).values(['2026-01', '2026-02'].map(period => ({ deliveryKey: `outside-report:${id}:${period}:0`, channel: 'mail', address: email, kind: 'outside-report', locale: 'en' as const, state: 'given-up' })))
    await report(house, 'outside-week')
    expect(await stateOf(publisher, id)).toMatchObject({ state: 'failing' })
    expect(await house.db.select().from(reportMails).where(eq(reportMails.receiverId, id))).toHaveLength(3)
    expect(await refusalCode(sendNow(house, publisher, id, 'month'))).toBe('illegal-transition')
  })

  it('may be sent the last time that is over by hand, three times a day; of a time with nothing in it nothing', async () => {
    const { id, email } = await confirmed(house, publisher)
    expect(await refusalCode(sendNow(house, publisher, id, 'month'))).toBe('report-empty')
    expect(await reportsTo(house, email)).toEqual([])
    const council = await confirmed(house, admin, { scope: 'house' })
    for (let n = 0; n < 3; n++) await sendNow(house, admin, council.id, 'week')
    expect(await refusalCode(sendNow(house, admin, council.id, 'week'))).toBe('rate-limited')
    expect(await refusalCode(sendNow(house, publisher, council.id, 'week'))).toBe('not-found')
    await post(house)
    expect(await reportsTo(house, council.email)).toHaveLength(3)
  })

  it('gets nothing once its publisher may not sell any more', async () => {
    const { email } = await confirmed(house, publisher)
    const before = await confirmed(house, publisher)
    await report(house, 'outside-week')
    const link = linkIn((await reportsTo(house, before.email))[0]!.text)
    expect(await mailedReport(house, link)).toContain('Jade Rain')
    await house.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, publisher.userId))
    await report(house, 'outside-month')
    expect((await reportsTo(house, email)).map(mail => mail.subject)).toEqual([expect.stringContaining('in the week of')])
    // Nor does the link to what was sent before open anything.
    expect(await refusalCode(mailedReport(house, link))).toBe('not-found')
    await house.db.update(users).set({ disabledAt: null }).where(eq(users.id, publisher.userId))
  })
})
