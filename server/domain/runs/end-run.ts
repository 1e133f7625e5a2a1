import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type JobRunRow, auditLog, jobRuns } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { describeError } from '#shared/errors/describe-error.ts'
import type { Job } from './job.ts'
import { ours } from './run-in-hand.ts'

const LONGEST_WAIT_SECONDS = 3600
const FREE = { leaseToken: null, leaseUntil: null }

/** The run is done. */
export async function finishRun(db: Database, row: JobRunRow): Promise<void> {
  await db.update(jobRuns).set({ ...FREE, state: 'done', error: null, finishedAt: sql`now()` }).where(ours(row))
}

/** The run goes on where it is as soon as somebody has time: that was no failed try. */
export async function pauseRun(db: Database, row: JobRunRow): Promise<void> {
  await db.update(jobRuns).set({ ...FREE, state: 'waiting', attempts: sql`greatest(${jobRuns.attempts} - 1, 0)`, nextTryAt: sql`now()` }).where(ours(row))
}

/** One try failed: the run waits for the next, each time longer. After the last it is dead, and admins hear of it. */
export async function failRun(db: Database, row: JobRunRow, job: Pick<Job<never>, 'tries' | 'backOffSeconds'>, problem: unknown): Promise<void> {
  const error = describeError(problem).replaceAll(/\p{Cc}+/gu, ' ').slice(0, 500)
  await inTransaction(db, async (tx) => {
    const [failed] = await tx.update(jobRuns).set({
      ...FREE, error,
      state: sql`case when ${jobRuns.attempts} >= ${job.tries} then 'dead' else 'waiting' end::job_run_state`,
      finishedAt: sql`case when ${jobRuns.attempts} >= ${job.tries} then now() end`,
      // Up to a quarter more, so that what failed together does not come back together.
      nextTryAt: sql`now() + least(${LONGEST_WAIT_SECONDS}, ${job.backOffSeconds} * power(4, least(${jobRuns.attempts} - 1, 8))) * (1 + random() / 4) * interval '1 second'`
    }).where(ours(row)).returning({ state: jobRuns.state, attempts: jobRuns.attempts })
    if (failed?.state !== 'dead') return
    await tx.insert(auditLog).values({ actor: row.job, action: 'job-run.dead', subjectType: 'job-run', subjectId: row.id, fromState: 'running', toState: 'dead', details: { runKey: row.runKey, error } })
    await giveNotice(tx, { to: { role: 'admin' }, kind: 'job-dead', key: `job-dead:${row.leaseToken}`, path: '/admin/jobs', params: { job: row.job, tries: failed.attempts, reason: error } })
  })
}
