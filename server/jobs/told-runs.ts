import type { Job } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { countUp, counters } from '#server/observing/counters.ts'
import { log } from '#server/observing/log.ts'
import { inSpan } from '#server/observing/tracing.ts'

/** The job, of whose runs the log tells how each try ended. */
export function told(job: Job<House>): Job<House> {
  return {
    ...job,
    work: async (house, run) => {
      const begun = performance.now()
      const facts = () => ({ job: job.name, runId: run.id, runKey: run.key, done: run.at.done, ms: Math.round(performance.now() - begun) })
      try {
        const outcome = await inSpan(`run ${job.name}`, { 'foyer.run_id': run.id }, () => job.work(house, run))
        countUp(counters.runs, `${job.name} ${outcome}`)
        log.info(outcome === 'paused' ? 'run paused' : 'run done', facts())
        return outcome
      } catch (error) {
        countUp(counters.runs, `${job.name} failed`)
        log.warn('run failed', { ...facts(), error })
        throw error
      }
    }
  }
}
