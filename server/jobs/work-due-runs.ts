import { type Job, planRuns, workRuns } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { JOBS } from './jobs.ts'
import { told } from './told-runs.ts'

/** Runs of different lanes do not wait for each other. */
export const LANES = ['news', 'files'] as const satisfies readonly Job<House>['lane'][]

/** Works off the runs that are due, of one lane or of all. @returns how many were worked on */
export async function workDueRuns(house: House, mustPause: () => boolean, lane?: Job<House>['lane']): Promise<number> {
  const jobs = JOBS.filter(job => !lane || job.lane === lane)
  await planRuns(house.db, jobs)
  return await workRuns(house, jobs.map(told), mustPause)
}
