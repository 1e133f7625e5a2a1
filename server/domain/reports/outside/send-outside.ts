import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type ReportReceiverRow, reportReceivers } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { RateLimiter } from '#server/domain/accounts/index.ts'
import type { RunInHand } from '#server/domain/runs/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { monthAfter, monthAt } from '#shared/time/month.ts'
import { type ReportPeriod, periodAfter, weekAt } from '#shared/time/report-period.ts'
import { gatherReport } from '../gather-report.ts'
import type { ReportFacts } from '../report-facts.ts'
import { isWorthTelling } from '../send-reports.ts'
import { type MailDeps, type MailWish, failedInARow, mailReports, nextNumber } from './mails.ts'
import { type Caller, askerFor, auditReceiver, isAlive, ownReceiver } from './owned.ts'
import { statesBefore } from './transitions.ts'

/** Receivers of one transaction. */
const BATCH = 20
/** So many mails in a row that did not arrive, and no more are sent. */
const MOST_FAILED = 3
/** Reports sent by hand to one address in a day. */
const BY_HAND_A_DAY = 3

type SendDeps = MailDeps & { db: Database }

/** Sends the month that is over to the addresses outside that want it. Goes on where it stopped (J-02). */
export function sendMonthOutside(deps: SendDeps, run: RunInHand): Promise<'done' | 'paused'> {
  return sendOutside(deps, run, monthAfter(run.logicalAt.toISOString().slice(0, 7), -1))
}

/** The same of the week that is over. */
export function sendWeekOutside(deps: SendDeps, run: RunInHand): Promise<'done' | 'paused'> {
  return sendOutside(deps, run, periodAfter(weekAt(run.logicalAt, 'UTC'), -1))
}

async function sendOutside(deps: SendDeps, run: RunInHand, period: ReportPeriod): Promise<'done' | 'paused'> {
  for (;;) {
    if (run.mustPause()) return 'paused'
    const batch = await receiversOf(deps.db, period, run.at.cursor as string | null)
    const failed = await failedInARow(deps.db, batch.map(one => one.id), MOST_FAILED)
    const wishes = await wishesOf(deps.db, batch.filter(one => (failed.get(one.id) ?? 0) < MOST_FAILED), period)
    await run.step(async (tx) => {
      for (const receiver of batch.filter(one => failed.get(one.id) === MOST_FAILED)) {
        const [row] = await tx.update(reportReceivers).set({ state: 'failing' }).where(and(eq(reportReceivers.id, receiver.id), sql`${reportReceivers.state} in ${statesBefore('failing')}`)).returning()
        if (row) await auditReceiver(tx, run.key, 'report-receiver.failing', row, receiver.state)
      }
      const sent = await mailReports(tx, deps, await stillWanted(tx, wishes))
      return {
        cursor: batch.at(-1)?.id ?? run.at.cursor, done: run.at.done + batch.length,
        result: { sent: (run.at.result.sent ?? 0) + sent }
      }
    })
    if (batch.length < BATCH) return 'done'
  }
}

/** Sends one receiver the last month or week that is over, now. @throws `not-found`, `illegal-transition` (it has not confirmed, or ended them), `report-empty`, `rate-limited`. @returns which */
export async function sendNow(deps: SendDeps & { limiter: RateLimiter }, caller: Caller, id: string, kind: 'month' | 'week'): Promise<ReportPeriod> {
  const receiver = await inTransaction(deps.db, tx => ownReceiver(tx, caller, id))
  if (receiver.state !== 'active') throw new DomainError('illegal-transition', { state: receiver.state })
  const now = new Date()
  const period = periodAfter(kind === 'month' ? monthAt(now, receiver.timeZone) : weekAt(now, receiver.timeZone), -1)
  const [wish] = await wishesOf(deps.db, [receiver], period)
  if (!wish) throw new DomainError('report-empty')
  const { allowed, retryAfterSeconds } = await deps.limiter.hit(`report-now:${id}`, BY_HAND_A_DAY, 86_400)
  if (!allowed) throw new DomainError('rate-limited', { retryAfterSeconds })
  await inTransaction(deps.db, async (tx) => {
    const row = await ownReceiver(tx, caller, id)
    if (row.state !== 'active') throw new DomainError('illegal-transition', { state: row.state })
    await mailReports(tx, deps, [{ ...wish, receiver: row, nth: await nextNumber(tx, id, period) }])
    await auditReceiver(tx, caller.userId, 'report-receiver.sent', row, row.state)
  })
  return period
}

/** The next that want this kind of time, of publishers who still are. */
async function receiversOf(db: Database, period: ReportPeriod, after: string | null): Promise<ReportReceiverRow[]> {
  return await db.select().from(reportReceivers).where(and(
    eq(reportReceivers.state, 'active'), eq(period.includes('W') ? reportReceivers.isWeekly : reportReceivers.isMonthly, true),
    after ? sql`${reportReceivers.id} > ${after}::uuid` : undefined, isAlive
  )).orderBy(reportReceivers.id).limit(BATCH)
}

/** What each is told; those of whose owner there is nothing to tell are left out. One list with one calendar is read once. */
async function wishesOf(db: Database, receivers: readonly ReportReceiverRow[], period: ReportPeriod): Promise<MailWish[]> {
  const known = new Map<string, Promise<ReportFacts>>()
  const wishes: MailWish[] = []
  for (const receiver of receivers) {
    const key = `${receiver.ownerId} ${receiver.timeZone}`
    if (!known.has(key)) known.set(key, gatherReport({ db }, askerFor(receiver.ownerId), { period, zone: receiver.timeZone }))
    const facts = await known.get(key)!
    if (!receiver.ownerId || isWorthTelling(facts)) wishes.push({ receiver, facts, nth: 0 })
  }
  return wishes
}

/** Somebody may have ended them while the report was read. */
async function stillWanted(tx: Parameters<Parameters<RunInHand['step']>[0]>[0], wishes: readonly MailWish[]): Promise<MailWish[]> {
  if (wishes.length === 0) return []
  const rows = await tx.select({ id: reportReceivers.id }).from(reportReceivers)
    .where(and(eq(reportReceivers.state, 'active'), sql`${reportReceivers.id} in ${wishes.map(wish => wish.receiver.id)}`)).for('share')
  const wanted = new Set(rows.map(({ id }) => id))
  return wishes.filter(wish => wanted.has(wish.receiver.id))
}
