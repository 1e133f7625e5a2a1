import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { type ReportReceiverRow, reportReceivers } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { outsideReaderOf, unsubscribe } from '#server/domain/notify/index.ts'
import type { ConfirmReply } from '#shared/api/report-receivers.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { nameOfPublisher } from '../gather-report.ts'
import { forgetMails } from './mails.ts'
import { auditReceiver } from './owned.ts'
import { confirmHashOf } from './tokens.ts'
import { statesBefore } from './transitions.ts'

/** What an address is asked, by the link in its mail: looking changes nothing. @throws `not-found` for a link that is void */
export async function readQuestion(db: Database, token: string): Promise<ConfirmReply> {
  return await questionOf(db, await askedBy(db, token), false)
}

/** The address says that it wants the mails. @throws `not-found` for a link that is void */
export async function confirmReceiver(db: Database, token: string): Promise<ConfirmReply> {
  return await inTransaction(db, async (tx) => {
    const before = await askedBy(tx, token)
    const [row] = await tx.update(reportReceivers).set({ state: 'active', confirmHash: null, confirmUntil: null, confirmedAt: sql`now()` })
      .where(and(eq(reportReceivers.id, before.id), eq(reportReceivers.state, 'unconfirmed'), eq(reportReceivers.confirmHash, before.confirmHash!))).returning()
    if (!row) throw new DomainError('not-found')
    await auditReceiver(tx, 'receiver', 'report-receiver.confirmed', row, before.state)
    return await questionOf(tx, row, true)
  })
}

/** Ends mails by the link that stands in them: of a kind to an account, or of reports to an address outside. @throws `not-found` for a token that is not ours. @returns the kind */
export async function endMails(deps: { db: Database, key: Buffer }, token: string): Promise<string> {
  const receiverId = outsideReaderOf(deps.key, token)
  if (!receiverId) return await unsubscribe(deps, token)
  await inTransaction(deps.db, async (tx) => {
    const [row] = await tx.select().from(reportReceivers).where(eq(reportReceivers.id, receiverId)).for('update')
    // Whoever is off the list gets no mails anyway.
    if (row && row.state !== 'stopped') await stop(tx, row, 'receiver')
  })
  return 'outside-report'
}

/** Of somebody who wants to be forgotten, lists keep no address. */
export async function forgetReceiver(tx: Transaction, email: string): Promise<void> {
  const rows = await tx.select().from(reportReceivers).where(eq(reportReceivers.email, email)).for('update')
  // What others called him may be his name.
  for (const row of rows) await stop(tx, row, 'receiver', { name: '–' })
}

async function stop(tx: Transaction, row: ReportReceiverRow, actor: string, name: { name?: string } = {}): Promise<void> {
  await forgetMails(tx, row)
  const [stopped] = await tx.update(reportReceivers).set({ state: 'stopped', email: null, ...name, confirmHash: null, confirmUntil: null, stoppedAt: sql`now()` })
    .where(and(eq(reportReceivers.id, row.id), inArray(reportReceivers.state, statesBefore('stopped')))).returning()
  if (stopped) await auditReceiver(tx, actor, 'report-receiver.stopped', stopped, row.state)
}

async function askedBy(db: Queryable, token: string): Promise<ReportReceiverRow> {
  const [row] = await db.select().from(reportReceivers).where(and(eq(reportReceivers.confirmHash, confirmHashOf(token)), gt(reportReceivers.confirmUntil, sql`now()`)))
  if (!row) throw new DomainError('not-found')
  return row
}

async function questionOf(db: Queryable, { ownerId, isMonthly, isWeekly, format }: ReportReceiverRow, isConfirmed: boolean): Promise<ConfirmReply> {
  return { publisher: ownerId ? await nameOfPublisher(db, ownerId) : null, isMonthly, isWeekly, format: format === 'pdf' ? 'pdf' : 'html', isConfirmed }
}

/** Of a publisher who leaves, with all that waits for them. */
export async function forgetReceiversOf(tx: Transaction, ownerId: string): Promise<void> {
  const rows = await tx.select().from(reportReceivers).where(eq(reportReceivers.ownerId, ownerId)).for('update')
  for (const row of rows) await forgetMails(tx, row)
  await tx.delete(reportReceivers).where(eq(reportReceivers.ownerId, ownerId))
}

/** Throws away addresses that never answered, a month after their link ran out. */
export async function forgetUnanswered(db: Database): Promise<void> {
  await db.delete(reportReceivers).where(and(eq(reportReceivers.state, 'unconfirmed'), sql`${reportReceivers.confirmUntil} < now() - interval '30 days'`))
}
