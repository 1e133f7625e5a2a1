import { askNewEmail } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { challengeReply, changeEmailInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Sends a code to an e-mail that is to take the place of the old one.',
  callers: 'signed-in',
  body: changeEmailInput,
  reply: challengeReply,
  succeeds: [202],
  errors: ['password-needed', 'fresh-login-needed', 'mail-not-set-up', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, principal, body, locale, status }) => {
  const reply = await askNewEmail(accountsOf(house), principal!, { ...body, locale }, originOf(event).network)
  status(202)
  return reply
})
