import type { Schedule } from '#shared/jobs/schedule.ts'
import type { JobName } from '#shared/jobs/job-names.ts'
import type { RunInHand } from './run-in-hand.ts'

/** Work that is done in runs, each of them once: by a schedule, or because somebody asked. */
export interface Job<Deps> {
  name: JobName
  /** Null: its runs are asked for, one for each thing. */
  schedule: Schedule | null
  /** Of runs that were missed: each is done late, or only the newest, because it does the work of all. */
  missed: 'each' | 'newest'
  /** Jobs of one lane wait for each other within a process. */
  lane: 'news' | 'files'
  /** So many tries in a row without coming further, and the run is dead. */
  tries: number
  /** Wait after the first failed try, in s; four times as long after each further one, an hour at most. */
  backOffSeconds: number
  /**
   * Goes on from the run's cursor. `paused`: it was asked to stop (`mustPause`) and goes on later where it is. Whatever is thrown is
   * one failed try.
   */
  work(deps: Deps, run: RunInHand): Promise<'done' | 'paused'>
}
