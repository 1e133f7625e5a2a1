import { forgotPassword } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { doneReply, forgotInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Sends a link to set a new password. The answer is the same for known and unknown e-mails.',
  callers: 'anyone',
  body: forgotInput,
  reply: doneReply,
  succeeds: [202],
  errors: ['mail-not-set-up', 'rate-limited'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body, locale, status }) => {
  await forgotPassword(accountsOf(house), body.email, locale, originOf(event).network)
  status(202)
  return { done: true as const }
})
