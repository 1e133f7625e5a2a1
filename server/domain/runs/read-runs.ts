import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { JobRunsReply, JobRunView, JobsReply } from '#shared/api/jobs.ts'
import { type JobName, STARTED_BY_HAND } from '#shared/jobs/job-names.ts'
import type { Job } from './job.ts'

const PAGE = 30

interface Row extends Record<string, unknown> {
  id: string, job: JobName, run_key: string, state: JobRunView['state'], logical_at: string, asked_by: string, asker: string | null, attempts: number, next_try_at: string
  done: string, total: string | null, result: Record<string, number>, error: string | null, started_at: string | null, finished_at: string | null
}

/** Every job with what is next and what was last. Three queries. */
export async function readJobs(db: Database, jobs: readonly Pick<Job<never>, 'name' | 'schedule'>[]): Promise<JobsReply> {
  const names = sql`(select unnest(${sql.param(`{${jobs.map(job => job.name).join(',')}}`)}::text[]) as name) n`
  const one = (where: SQL, order: SQL) => db.execute<Row>(sql`
    select r.*, u.display_name as asker from ${names} cross join lateral (select * from job_runs where job = n.name and ${where} order by ${order} limit 1) r left join users u on u.id::text = r.asked_by`)
  const [next, last, dead] = await Promise.all([
    one(sql`state in ('waiting', 'running')`, sql`state = 'running' desc, next_try_at`),
    one(sql`state in ('done', 'dead', 'skipped') and finished_at is not null`, sql`finished_at desc`),
    db.execute<{ job: string, n: number }>(sql`select job, count(*)::int as n from job_runs where state = 'dead' group by job`)
  ])
  const of = (rows: readonly Row[], name: string) => rows.filter(row => row.job === name).map(viewOf)[0] ?? null
  return {
    jobs: jobs.map(({ name, schedule }) => ({
      name, schedule, isStartedByHand: (STARTED_BY_HAND as readonly string[]).includes(name),
      next: of(next, name), last: of(last, name), dead: dead.find(row => row.job === name)?.n ?? 0
    }))
  }
}

/** Runs, the newest first, a page at a time. */
export async function listRuns(db: Database, { job, state, cursor }: { job?: string, state?: string, cursor?: string }): Promise<JobRunsReply> {
  const rows = await db.execute<Row>(sql`
    select r.*, u.display_name as asker from job_runs r left join users u on u.id::text = r.asked_by
    where ${job ? sql`r.job = ${job}` : sql`true`} and ${state ? sql`r.state = ${state}::job_run_state` : sql`true`} and ${cursor ? sql`r.id < ${cursor}::uuid` : sql`true`}
    order by r.id desc limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE).map(viewOf)
  return { runs: shown, nextCursor: rows.length > PAGE ? shown.at(-1)!.id : null }
}

function viewOf(row: Row): JobRunView {
  const instant = (at: string | null) => at && new Date(at).toISOString()
  return {
    id: row.id, job: row.job, runKey: row.run_key, state: row.state, logicalAt: instant(row.logical_at)!,
    askedBy: row.asker === null ? null : { id: row.asked_by, name: row.asker }, attempts: row.attempts, nextTryAt: row.state === 'waiting' ? instant(row.next_try_at) : null,
    done: Number(row.done), total: row.total === null ? null : Number(row.total), result: row.result, error: row.error,
    startedAt: instant(row.started_at), finishedAt: instant(row.finished_at)
  }
}
