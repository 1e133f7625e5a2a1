import { createHash, timingSafeEqual } from 'node:crypto'
import { getRequestHeader } from 'h3'
import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { ROUNDS } from '#server/jobs/rounds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'Runs the house\'s jobs once: for a cron service where no process lives on between requests',
  callers: 'anyone',
  reply: z.object({ done: z.literal(true) }),
  errors: ['not-found']
}, async (call) => {
  const { cronSecret } = call.house.settings
  // Vercel sends CRON_SECRET as a bearer token. Without one set, there is nothing here.
  if (!cronSecret || !isEqual(getRequestHeader(call.event, 'authorization') ?? '', `Bearer ${cronSecret}`)) throw new DomainError('not-found')
  for (const round of ROUNDS) await round.run(call.house)
  return { done: true as const }
})

function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
