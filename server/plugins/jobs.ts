import { defineNitroPlugin } from 'nitropack/runtime'
import { house } from '#server/house.ts'
import { ROUNDS } from '#server/jobs/rounds.ts'
import { describeError } from '#shared/errors/describe-error.ts'

/** A turn that has no end by then is left behind, in ms: a connection that broke at the wrong moment must not stop the house. */
const TURN_LIMIT_MS = 20_000

/**
 * Runs the house's jobs inside a long-lived server. On Vercel no process lives on between requests: there the cron endpoint
 * runs the same jobs, and nothing depends on their being on time.
 */
export default defineNitroPlugin((nitro) => {
  if (process.env.VERCEL || process.env.FOYER_JOBS === 'off' || import.meta.prerender) return
  const running = ROUNDS.map(round => every(round.everyMs, () => round.run(house())))
  nitro.hooks.hook('close', async () => {
    for (const stop of running) stop()
    await house().close()
  })
})

/** Repeats `work`, never twice at once. A failure waits for the next turn: all jobs are safe to repeat. */
function every(ms: number, work: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout
  let isStopped = false
  const turn = async () => {
    await within(TURN_LIMIT_MS, work()).catch((error: unknown) => console.warn(JSON.stringify({ level: 'warn', error: describeError(error).slice(0, 500) })))
    if (!isStopped) timer = setTimeout(turn, ms).unref()
  }
  timer = setTimeout(turn, ms).unref()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end within ${ms} ms`)), ms).unref()
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
