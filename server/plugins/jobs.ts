import { defineNitroPlugin } from 'nitropack/runtime'
import { house } from '#server/house.ts'
import { ROUNDS } from '#server/jobs/rounds.ts'
import { LANES, workDueRuns } from '#server/jobs/work-due-runs.ts'
import { log } from '#server/observing/log.ts'
import { inSpan } from '#server/observing/tracing.ts'
import { describeError } from '#shared/errors/describe-error.ts'

/** How often somebody looks whether a run is due, in ms. */
const RUNS_EVERY_MS = 1_000
/** A turn that has no end by then is left behind, in ms: a connection that broke at the wrong moment must not stop the house. */
const TURN_LIMIT_MS = 20_000
/** Whoever closes waits so long for the turns under way, in ms. */
const CLOSING_LIMIT_MS = 5_000

/**
 * Runs the house's jobs inside a long-lived server. On Vercel no process lives on between requests: there the cron endpoint
 * runs the same jobs, and nothing depends on their being on time.
 */
export default defineNitroPlugin((nitro) => {
  if (process.env.VERCEL || process.env.FOYER_JOBS === 'off' || import.meta.prerender) return
  const { turns } = house()
  const running = ROUNDS.map((round) => {
    turns.watch(round.name, round.everyMs)
    return every(round.name, round.everyMs, () => within(TURN_LIMIT_MS, inSpan(`round ${round.name}`, {}, () => round.run(house()))))
  })
  // A run may take as long as it needs; when the process ends it is put down where it is, and goes on in the next.
  let isClosing = false
  const runs = LANES.map(lane => every(`runs of ${lane}`, RUNS_EVERY_MS, async () => void await workDueRuns(house(), () => isClosing, lane)))
  nitro.hooks.hook('close', async () => {
    isClosing = true
    const stopped = [...running, ...runs].map(stop => stop())
    await within(CLOSING_LIMIT_MS, Promise.all(stopped)).catch(() => {})
    await house().close()
  })
})

/** Repeats `work`, never twice at once. A failure waits for the next turn: all jobs are safe to repeat. @returns what ends it, after the turn under way */
function every(name: string, ms: number, work: () => Promise<unknown>): () => Promise<void> {
  let timer: NodeJS.Timeout
  let isStopped = false
  let last = Promise.resolve()
  const turn = () => void (last = take())
  const take = async () => {
    await work().then(() => house().turns.ended(name), (error: unknown) => {
      house().turns.ended(name, describeError(error).slice(0, 200))
      log.warn('round failed', { round: name, error: describeError(error) })
    })
    if (!isStopped) timer = setTimeout(turn, ms).unref()
  }
  timer = setTimeout(turn, ms).unref()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await last
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end within ${ms} ms`)), ms).unref()
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
