import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { type ReportReceiverRow, deliveries, mailbox, outbox, reportMails } from '#drizzle/schema/index.ts'
import { postOutside } from '#server/domain/notify/index.ts'
import { newId } from '#shared/ids/id.ts'
import type { ReportPeriod } from '#shared/time/report-period.ts'
import type { ReportFacts } from '../report-facts.ts'
import { figuresOf } from '../send-reports.ts'
import { writeReport } from '../write-report.ts'
import { askKeyOf } from './ask.ts'
import { fileTokenFor } from './tokens.ts'

/** The link to a report is good for so long, in days. */
const LINK_DAYS = 60

export interface MailWish {
  receiver: ReportReceiverRow
  facts: ReportFacts
  /** 0: by the schedule, once for each time. */
  nth: number
}
export interface MailDeps { publicUrl: string, keys: { unsubscribe: Buffer } }

/** Puts reports on their way; a second time of the same number adds nothing. In the caller's transaction. @returns how many were new */
export async function mailReports(tx: Transaction, deps: MailDeps, wishes: readonly MailWish[]): Promise<number> {
  if (wishes.length === 0) return 0
  const keyed = wishes.map(wish => ({ ...wish, key: `outside-report:${wish.receiver.id}:${wish.facts.period}:${wish.nth}` }))
  const noted = await tx.insert(reportMails).values(keyed.map(({ receiver, facts, nth, key }) => ({ id: newId(), receiverId: receiver.id, period: facts.period, nth, deliveryKey: key })))
    .onConflictDoNothing().returning({ key: reportMails.deliveryKey })
  const isNew = new Set(noted.map(({ key }) => key))
  await postOutside(tx, keyed.filter(({ key }) => isNew.has(key)).map(wish => ({ key: wish.key, address: wish.receiver.email!, locale: wish.receiver.locale, params: paramsOf(deps, wish) })))
  return isNew.size
}

/** A report sent by hand has the next number of its time. */
export async function nextNumber(tx: Transaction, receiverId: string, period: ReportPeriod): Promise<number> {
  const [last] = await tx.select({ nth: reportMails.nth }).from(reportMails).where(and(eq(reportMails.receiverId, receiverId), eq(reportMails.period, period))).orderBy(desc(reportMails.nth)).limit(1)
  return Math.max(1, (last?.nth ?? 0) + 1)
}

/** Takes back what waits for a receiver, and forgets where the rest went. */
export async function forgetMails(tx: Transaction, row: ReportReceiverRow): Promise<void> {
  if (!row.email) return
  const questions = Array.from({ length: row.asks }, (_, n) => askKeyOf({ id: row.id, asks: n + 1 }))
  const reports = tx.select({ key: reportMails.deliveryKey }).from(reportMails).where(eq(reportMails.receiverId, row.id))
  const gone = await tx.delete(deliveries).where(or(inArray(deliveries.deliveryKey, reports), inArray(deliveries.deliveryKey, questions.map(key => `${key} mail ${row.email}`)))).returning({ id: deliveries.id })
  // A demo keeps its mails by the id of the delivery.
  if (gone.length > 0) await tx.delete(mailbox).where(inArray(mailbox.id, gone.map(({ id }) => id)))
  // Of those that the relay has taken nothing is left to read.
  await tx.update(outbox).set({ payload: { blanked: true }, deliveredAt: sql`now()` }).where(and(isNull(outbox.deliveredAt), eq(outbox.topic, 'dispatch'), inArray(outbox.key, questions)))
}

function paramsOf({ publicUrl, keys }: MailDeps, { receiver, facts }: MailWish): Record<string, unknown> {
  const report = writeReport(facts, receiver.locale)
  const [shows] = report.tables
  const until = Math.floor(Date.now() / 1000) + LINK_DAYS * 86_400
  return {
    receiverId: receiver.id, period: facts.period, title: report.title, about: report.subtitle, story: report.story, figures: figuresOf(report), format: receiver.format,
    shows: shows && shows.rows.length > 0 ? shows.rows.map(([name, , tickets, sold]) => receiver.locale === 'zh' ? `${name}：${tickets} 张，${sold}` : `${name}: ${tickets} tickets, ${sold}`) : [],
    ...receiver.format === 'html' ? { link: `${publicUrl}/api/report-mails/file?token=${fileTokenFor(keys.unsubscribe, receiver.id, facts.period, until)}` } : {}
  }
}

/** Mails in a row that were given up, up to `most`: the newest first. */
export async function failedInARow(db: Queryable, receiverIds: readonly string[], most: number): Promise<Map<string, number>> {
  if (receiverIds.length === 0) return new Map()
  const rows = await db.execute<{ id: string, failed: number }>(sql`
    select r.id, (select count(*)::int from (
      select d.state from report_mails m left join deliveries d on d.delivery_key = m.delivery_key where m.receiver_id = r.id and m.created_at > r.confirmed_at order by m.id desc limit ${most}
    ) last where last.state = 'given-up') as failed
    from report_receivers r where r.id = any(${sql.param(`{${receiverIds.join(',')}}`)}::uuid[])`)
  return new Map(rows.map(row => [row.id, row.failed]))
}
