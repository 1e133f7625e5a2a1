import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { jobRuns } from '#drizzle/schema/index.ts'
import type { JobName } from '#shared/jobs/job-names.ts'

export interface WantedRun {
  job: JobName
  /** The same key is one run, for ever. */
  runKey: string
  params?: Record<string, unknown>
  /** The time that it stands for. Left out: now. */
  logicalAt?: Date
  /** Not before it. Left out: at once. */
  notBefore?: Date
  askedBy?: string
}

/** Leaves word that a run is wanted, in the transaction of what it is about. @returns its id, or null where it was wanted before */
export async function queueRun(db: Queryable, { notBefore, logicalAt, ...run }: WantedRun): Promise<string | null> {
  const [row] = await db.insert(jobRuns)
    .values({ ...run, logicalAt: logicalAt ?? sql`now()`, nextTryAt: notBefore ?? sql`now()` })
    .onConflictDoNothing({ target: jobRuns.runKey }).returning({ id: jobRuns.id })
  return row?.id ?? null
}
