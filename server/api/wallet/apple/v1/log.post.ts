import { z } from 'zod'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { log } from '#server/observing/log.ts'

/** Lines that a device may leave at once; the log masks tokens and addresses of passes in them. */
const MOST_LINES = 10
const LONGEST_LINE = 300
/** Times that somebody may write, in ten minutes. */
const CALLS = 20

export default defineEndpoint({
  summary: 'Apple Wallet: what a device could not do, for the log of the house',
  callers: 'anyone',
  body: z.object({ logs: z.array(z.string()).max(100) }),
  reply: z.object({}),
  idempotency: 'natural'
}, async ({ house, event, body }) => {
  // Anybody may write here: a line of ours stays a line of ours, and nobody fills the log.
  const { allowed } = await house.limiter.hit(`wallet-log:${originOf(event).network}`, CALLS, 600)
  if (allowed && house.wallets.apple) for (const line of body.logs.slice(0, MOST_LINES)) log.warn('Apple Wallet complains', { line: line.slice(0, LONGEST_LINE) })
  return {}
})
