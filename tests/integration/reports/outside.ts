import { eq, inArray, sql } from 'drizzle-orm'
import { deliveries, events, jobRuns, mailbox, users } from '#drizzle/schema/index.ts'
import { sendWaiting } from '#server/domain/notify/index.ts'
import { addReceiver, confirmReceiver } from '#server/domain/reports/index.ts'
import { queueRun, workRuns } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import type { ReceiverInput } from '#shared/api/report-receivers.ts'
import { newId } from '#shared/ids/id.ts'
import { monthAfter, monthAt } from '#shared/time/month.ts'
import { daysOfPeriod, periodAfter, weekAt } from '#shared/time/report-period.ts'
import type { TestSession } from '#tests/support/fixtures.ts'
import { until } from '#tests/support/until.ts'

export interface Owner { userId: string, role: 'publisher' | 'admin' }

export const MONTH = monthAt(new Date(), 'UTC')
export const WEEK = weekAt(new Date(), 'UTC')

/** Whoever made the event of a session, as a publisher. */
export async function publisherOf(house: House, session: TestSession): Promise<Owner> {
  const [event] = await house.db.select({ id: events.createdBy }).from(events).where(eq(events.id, session.eventId))
  await house.db.update(users).set({ role: 'publisher' }).where(eq(users.id, event!.id))
  return { userId: event!.id, role: 'publisher' }
}

export const freshAddress = () => `accountant-${newId()}@books.example.org`
export const receiverWish = (change: Partial<ReceiverInput> = {}): ReceiverInput =>
  ({ scope: 'own', email: freshAddress(), name: 'Accountant', locale: 'en', format: 'html', isMonthly: true, isWeekly: true, zone: 'UTC', ...change })

/** Everything that waits goes out, however long the machine takes for it: a report is made while its mail is sent. */
export async function post(house: House): Promise<void> {
  await deliverNews(house)
  await until('all mails are out', async () => {
    await house.db.update(deliveries).set({ notBefore: sql`now()` }).where(eq(deliveries.state, 'waiting'))
    await sendWaiting(house)
    return await house.db.$count(deliveries, inArray(deliveries.state, ['waiting', 'sending'])) === 0
  }, 50_000)
}

export const mailsTo = (house: House, address: string) => house.db.select().from(mailbox).where(eq(mailbox.address, address)).orderBy(mailbox.id)

/** The token of the last question that was sent to an address. */
export async function questionTo(house: House, address: string): Promise<string> {
  await post(house)
  const asked = (await mailsTo(house, address)).findLast(mail => mail.text.includes('/confirm-reports?token='))
  return /confirm-reports\?token=([\w-]{43})/.exec(asked!.text)![1]!
}

/** An address that has said yes. */
export async function confirmed(house: House, owner: Owner, change: Partial<ReceiverInput> = {}): Promise<{ id: string, email: string }> {
  const wish = receiverWish(change)
  const id = await addReceiver(house, owner, wish)
  await confirmReceiver(house.db, await questionTo(house, wish.email))
  return { id, email: wish.email }
}

/** Puts a run on the list that stands for the first moment after the month or week of now, as if that were over. */
export async function queueAfter(house: House, job: 'outside-month' | 'outside-week', key = newId()): Promise<string> {
  const next = job === 'outside-month' ? `${monthAfter(MONTH, 1)}-01` : daysOfPeriod(periodAfter(WEEK, 1)).from
  await queueRun(house.db, { job, runKey: key, logicalAt: new Date(`${next}T12:00:00Z`), notBefore: new Date() })
  return key
}

export async function report(house: House, job: 'outside-month' | 'outside-week') {
  const key = await queueAfter(house, job)
  await workRuns(house, JOBS, () => false)
  await post(house)
  return (await house.db.select().from(jobRuns).where(eq(jobRuns.runKey, key)))[0]!
}

export const reportsTo = async (house: House, address: string) => (await mailsTo(house, address)).filter(mail => !mail.text.includes('/confirm-reports'))
export const unsubscribeToken = (text: string) => /unsubscribe\?token=([\w.-]+)/.exec(text)![1]!
export const giveUpMails = (house: House, address: string) => house.db.update(deliveries).set({ state: 'given-up', lastError: 'SMTP EENVELOPE 550 RCPT TO' }).where(sql`${deliveries.address} = ${address} and ${deliveries.kind} = 'outside-report'`)
