import type { Database } from '#drizzle/database.ts'
import type { JobRunRow } from '#drizzle/schema/index.ts'
import { failRun, finishRun, pauseRun } from './end-run.ts'
import type { Job } from './job.ts'
import { LeaseLost, holdRun } from './run-in-hand.ts'
import { takeRun } from './take-run.ts'

/**
 * Works off what is due, one run after the other, until nothing is or `mustPause` says so. A run that fails leaves nothing behind it
 * but its wait: the others go on. @returns how many runs were worked on
 */
export async function workRuns<Deps extends { db: Database }>(deps: Deps, jobs: readonly Job<Deps>[], mustPause: () => boolean): Promise<number> {
  const byName = new Map(jobs.map(job => [job.name as string, job]))
  for (let worked = 0; ; worked++) {
    if (mustPause()) return worked
    const row = await takeRun(deps.db, [...byName.keys()])
    if (!row) return worked
    // What was left only for want of time would be taken up again at once: let the next turn have it.
    if (await workOn(deps, byName.get(row.job)!, row, mustPause) === 'paused') return worked + 1
  }
}

async function workOn<Deps extends { db: Database }>(deps: Deps, job: Job<Deps>, row: JobRunRow, mustPause: () => boolean): Promise<'over' | 'paused'> {
  const run = holdRun(deps.db, row, mustPause)
  try {
    // The tries before this one ended with their process, and nobody was left to say so.
    if (row.attempts > job.tries) throw new Error(`the process that worked on it ended in the middle, ${row.attempts - 1} times in a row`)
    const outcome = await job.work(deps, run)
    if (outcome === 'paused') {
      await pauseRun(deps.db, row)
      return 'paused'
    }
    await finishRun(deps.db, row)
  } catch (problem) {
    if (!(problem instanceof LeaseLost)) await failRun(deps.db, row, job, problem)
  } finally {
    run.stop()
  }
  return 'over'
}
