import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { recently } from '#shared/memo/recently.ts'

/** What waits to be done, in the whole house. */
export interface Backlog {
  /** News that are due and not delivered: how many (10,001 stands for more), and for how long the oldest waits, in s. */
  news: { waiting: number, oldestSeconds: number }
  /** Mails, texts and push messages that wait by channel; `failing`: of which at least three tries failed. */
  post: { channel: string, waiting: number, failing: number, oldestSeconds: number }[]
  /** Runs of jobs by state, and how many of those that wait are due for more than five minutes. */
  runs: { byState: Record<string, number>, overdue: number, oldestOverdueSeconds: number }
}

/** Nobody needs it newer, in ms; machines ask again and again. */
const FRESH_MS = 2_000
const MOST_COUNTED = 10_001
const DUE_SINCE = sql`now() - interval '5 minutes'`
const remember = recently<Backlog>(FRESH_MS)

/** Reads it, at most once in two seconds however many ask. Three queries over what waits only, which is little where all is well. */
export function readBacklog(db: Queryable): Promise<Backlog> {
  return remember(db, 'backlog', async () => {
    const [[news], post, runs] = await Promise.all([
      db.execute<{ waiting: number, oldest: number }>(sql`
        select count(*)::int as waiting, coalesce(extract(epoch from now() - min(greatest(created_at, not_before))), 0)::float as oldest
        from (select created_at, not_before from outbox where delivered_at is null and not_before <= now() order by id limit ${MOST_COUNTED}) o`),
      db.execute<{ channel: string, waiting: number, failing: number, oldest: number }>(sql`
        select channel, count(*)::int as waiting, count(*) filter (where attempts >= 3 and last_error is not null)::int as failing, coalesce(extract(epoch from now() - min(created_at)), 0)::float as oldest
        from (select channel, attempts, last_error, created_at from deliveries where state in ('waiting', 'sending') order by not_before limit ${MOST_COUNTED}) d group by channel order by channel`),
      db.execute<{ state: string, n: number, overdue: number, oldest: number }>(sql`
        select state, count(*)::int as n, count(*) filter (where state = 'waiting' and next_try_at < ${DUE_SINCE})::int as overdue,
          coalesce(extract(epoch from now() - min(next_try_at) filter (where state = 'waiting' and next_try_at < ${DUE_SINCE})), 0)::float as oldest
        from job_runs group by state`)
    ])
    return {
      news: { waiting: news!.waiting, oldestSeconds: Math.max(0, news!.oldest) },
      post: post.map(({ channel, waiting, failing, oldest }) => ({ channel, waiting, failing, oldestSeconds: Math.max(0, oldest) })),
      runs: {
        byState: Object.fromEntries(runs.map(row => [row.state, row.n])),
        overdue: runs.reduce((sum, row) => sum + row.overdue, 0),
        oldestOverdueSeconds: Math.max(0, ...runs.map(row => row.oldest))
      }
    }
  })
}
