import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'

/** Throws away runs that ended more than a year ago. Dead ones wait for an admin as long as it takes. */
export async function forgetRuns(db: Database): Promise<void> {
  await db.execute(sql`delete from job_runs where state in ('done', 'skipped') and finished_at < now() - interval '1 year'`)
}
