/** Runs of jobs: each logical run once, resumed where it stopped, tried again, and dead where nothing helps (docs/jobs.md). */
export { runNow, tryRunAgain } from './ask-run.ts'
export { forgetRuns } from './forget-runs.ts'
export type { Job } from './job.ts'
export { planRuns } from './plan-runs.ts'
export { queueRun } from './queue-run.ts'
export { listRuns, readJobs } from './read-runs.ts'
export { LeaseLost, type Progress, type RunInHand } from './run-in-hand.ts'
export { workRuns } from './work-runs.ts'
