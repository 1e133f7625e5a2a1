import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { jobRuns } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type JobName, STARTED_BY_HAND } from '#shared/jobs/job-names.ts'
import { queueRun } from './queue-run.ts'

/** Runs a job now, beside its schedule. While a run of it is under way or about to begin, that is the one. Throws `not-found` (no such job, or not by hand). @returns the run's id */
export async function runNow(db: Database, name: string, userId: string): Promise<string> {
  const job: JobName | undefined = STARTED_BY_HAND.find(one => one === name)
  if (!job) throw new DomainError('not-found')
  return await inTransaction(db, async (tx) => {
    // Two clicks ask one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`job-run ${job}`}, 0))`)
    // By the clock and not by when this transaction began: whoever had the lock before may have begun later.
    const [open] = await tx.select({ id: jobRuns.id }).from(jobRuns)
      .where(and(eq(jobRuns.job, job), inArray(jobRuns.state, ['waiting', 'running']), lte(jobRuns.nextTryAt, sql`clock_timestamp()`))).limit(1)
    if (open) return open.id
    const id = (await queueRun(tx, { job, runKey: `${job}:by-hand:${newId()}`, askedBy: userId }))!
    await recordAudit(tx, { actor: userId, action: 'job-run.asked', subjectType: 'job-run', subjectId: id, toState: 'waiting', details: { job } })
    return id
  })
}

/** Gives a dead run all its tries again, from where it stopped. Throws `not-found`, `illegal-transition` (it is not dead). */
export async function tryRunAgain(db: Database, runId: string, userId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [revived] = await tx.update(jobRuns).set({ state: 'waiting', attempts: 0, nextTryAt: sql`now()`, finishedAt: null })
      .where(and(eq(jobRuns.id, runId), eq(jobRuns.state, 'dead'))).returning({ id: jobRuns.id })
    if (!revived) {
      const [run] = await tx.select({ state: jobRuns.state }).from(jobRuns).where(eq(jobRuns.id, runId))
      throw run ? new DomainError('illegal-transition', { state: run.state }) : new DomainError('not-found')
    }
    await recordAudit(tx, { actor: userId, action: 'job-run.tried-again', subjectType: 'job-run', subjectId: runId, fromState: 'dead', toState: 'waiting' })
  })
}
