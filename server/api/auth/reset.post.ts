import { resetPassword } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { rememberDevice } from '#server/http/log-in.ts'
import { doneReply, resetInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Sets a new password by a link from a mail, and ends every login session of the account. Log in afterwards.',
  callers: 'anyone',
  body: resetInput,
  reply: doneReply,
  errors: ['link-dead', 'password-refused', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body }) => {
  const { userId, isTwoFactor } = await resetPassword(accountsOf(house), body, originOf(event).network)
  // Who has just proven the e-mail gets in even while a crowd guesses at the account. Not where a second factor is asked for: that
  // lets him in as well, and each new mark would come with tries of its own for whoever has only the mails.
  if (!isTwoFactor) rememberDevice(event, house, userId)
  return { done: true as const }
})
