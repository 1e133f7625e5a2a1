import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { jobRuns } from '#drizzle/schema/index.ts'
import { lastDue, logicalName, nextDue } from '#shared/jobs/schedule.ts'
import type { Job } from './job.ts'
import { queueRun } from './queue-run.ts'

/** After a very long absence no more missed runs than these are made up for. */
const MOST_MISSED = 100

/**
 * Writes down the next run of every scheduled job, and those that were missed while nobody was there. Any number of processes may
 * do so at any time: a logical time has one run (J-01). A job that is new begins with its next time.
 */
export async function planRuns(db: Database, jobs: readonly Job<never>[], now?: Date): Promise<void> {
  for (const job of jobs) if (job.schedule) await planJob(db, job, now ?? await clockOf(db))
}

async function planJob(db: Database, job: Job<never>, now: Date): Promise<void> {
  const schedule = job.schedule!
  const next = nextDue(schedule, now)
  const newest = await newestPlanned(db, job.name)
  if (newest && newest >= next) return
  const last = lastDue(schedule, now)
  let at = newest ? job.missed === 'each' ? nextDue(schedule, newest) : nextDue(schedule, newest) < last ? last : nextDue(schedule, newest) : next
  for (let n = 0; at <= next && n < MOST_MISSED; n++, at = nextDue(schedule, at)) {
    await queueRun(db, { job: job.name, runKey: `${job.name}:${logicalName(schedule, at)}`, logicalAt: at, notBefore: at })
  }
  if (job.missed === 'newest') await skipOlder(db, job.name, last)
}

async function newestPlanned(db: Database, job: string): Promise<Date | null> {
  const [row] = await db.select({ at: sql<string | null>`max(${jobRuns.logicalAt})` }).from(jobRuns).where(and(eq(jobRuns.job, job), eq(jobRuns.askedBy, 'schedule')))
  return row?.at ? new Date(row.at) : null
}

/** Runs that nobody began, of which a newer one is due by now. */
async function skipOlder(db: Database, job: string, last: Date): Promise<void> {
  await db.update(jobRuns).set({ state: 'skipped', finishedAt: sql`now()` })
    .where(and(eq(jobRuns.job, job), eq(jobRuns.askedBy, 'schedule'), eq(jobRuns.state, 'waiting'), isNull(jobRuns.startedAt), lt(jobRuns.logicalAt, last)))
}

/** Of the database, which all processes share. */
async function clockOf(db: Database): Promise<Date> {
  const [row] = await db.execute<{ now: string }>(sql`select now() as now`)
  return new Date(row!.now)
}
