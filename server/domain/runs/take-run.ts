import { and, eq, inArray, lt, lte, or, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type JobRunRow, jobRuns } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'
import { LEASE_SECONDS } from './run-in-hand.ts'

/**
 * Takes the run of these jobs that is due longest: nobody else has it until its lease is over. One whose process died in the middle
 * of it is taken up again. Null where nothing is due.
 */
export async function takeRun(db: Database, jobs: readonly string[]): Promise<JobRunRow | null> {
  if (jobs.length === 0) return null
  const due = db.select({ id: jobRuns.id }).from(jobRuns)
    .where(and(
      inArray(jobRuns.job, [...jobs]), lte(jobRuns.nextTryAt, sql`now()`), inArray(jobRuns.state, ['waiting', 'running']),
      or(eq(jobRuns.state, 'waiting'), lt(jobRuns.leaseUntil, sql`now()`))
    ))
    .orderBy(jobRuns.nextTryAt, jobRuns.id).limit(1).for('update', { skipLocked: true })
  const [taken] = await db.update(jobRuns)
    .set({
      state: 'running', attempts: sql`${jobRuns.attempts} + 1`, startedAt: sql`coalesce(${jobRuns.startedAt}, now())`,
      leaseToken: newId(), leaseUntil: sql`now() + make_interval(secs => ${LEASE_SECONDS})`
    })
    // An array and not a join: the choice must be made once, not for each row.
    .where(sql`${jobRuns.id} = any(array(${due}))`).returning()
  return taken ?? null
}
