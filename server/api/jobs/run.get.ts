import { z } from 'zod'
import { workDueRuns } from '#server/jobs/work-due-runs.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { showsSecret } from '#server/http/shows-secret.ts'
import { ROUNDS } from '#server/jobs/rounds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Runs that are not done by then go on in the next call, in ms: the platform ends a function that takes its time. */
const RUNS_LIMIT_MS = 40_000

export default defineEndpoint({
  summary: 'Runs the house\'s jobs once: for a cron service where no process lives on between requests',
  callers: 'anyone',
  reply: z.object({ done: z.literal(true) }),
  errors: ['not-found']
}, async (call) => {
  const { cronSecret } = call.house.settings
  // Vercel sends CRON_SECRET as a bearer token. Without one set, there is nothing here.
  if (!showsSecret(call.event, cronSecret)) throw new DomainError('not-found')
  for (const round of ROUNDS) await round.run(call.house)
  const endsAt = performance.now() + RUNS_LIMIT_MS
  await workDueRuns(call.house, () => performance.now() > endsAt)
  // What the runs had to tell goes out at once.
  for (const round of ROUNDS.filter(({ name }) => name === 'news' || name === 'post')) await round.run(call.house)
  return { done: true as const }
})
