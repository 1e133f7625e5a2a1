import { z } from 'zod'
import { originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'

/** Lines that a device may leave at once; tokens and addresses of passes are cut out of them. */
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
  if (allowed && house.wallets.apple) for (const line of body.logs.slice(0, MOST_LINES)) console.warn(`Apple Wallet: ${tidy(line)}`)
  return {}
})

const tidy = (line: string) => line.slice(0, LONGEST_LINE).replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ').replaceAll(/[\w-]{32,}/g, '...')
