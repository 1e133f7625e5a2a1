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
  const scheduled = jobs.filter(job => job.schedule)
  if (scheduled.length === 0) return
  const known = await readPlanned(db, scheduled.map(job => job.name))
  for (const job of scheduled) await planJob(db, job, now ?? known.now, known.newest.get(job.name) ?? null)
}

async function planJob(db: Database, job: Job<never>, now: Date, newest: Date | null): Promise<void> {
  const schedule = job.schedule!
  const next = nextDue(schedule, now)
  if (newest && newest >= next) return
  const last = lastDue(schedule, now)
  let at = newest ? job.missed === 'each' ? nextDue(schedule, newest) : nextDue(schedule, newest) < last ? last : nextDue(schedule, newest) : next
  for (let n = 0; at <= next && n < MOST_MISSED; n++, at = nextDue(schedule, at)) {
    await queueRun(db, { job: job.name, runKey: `${job.name}:${logicalName(schedule, at)}`, logicalAt: at, notBefore: at })
  }
  if (job.missed === 'newest') await skipOlder(db, job.name, last)
}

/** The clock of the database, which all processes share, and the newest planned time of each job: one question, as it is asked every second. */
async function readPlanned(db: Database, names: string[]): Promise<{ now: Date, newest: Map<string, Date> }> {
  const rows = await db.execute<{ now: string, name: string, newest: string | null }>(sql`
    select now() as now, planned.name, (select max(${jobRuns.logicalAt}) from ${jobRuns} where ${jobRuns.job} = planned.name and ${jobRuns.askedBy} = 'schedule') as newest
    from unnest(${sql.param(`{${names.join(',')}}`)}::text[]) as planned(name)`)
  return { now: new Date(rows[0]!.now), newest: new Map(rows.flatMap(row => row.newest ? [[row.name, new Date(row.newest)]] : [])) }
}

/** Runs that nobody began, of which a newer one is due by now. */
async function skipOlder(db: Database, job: string, last: Date): Promise<void> {
  await db.update(jobRuns).set({ state: 'skipped', finishedAt: sql`now()` })
    .where(and(eq(jobRuns.job, job), eq(jobRuns.askedBy, 'schedule'), eq(jobRuns.state, 'waiting'), isNull(jobRuns.startedAt), lt(jobRuns.logicalAt, last)))
}
