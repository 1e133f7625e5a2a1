import { askNewPhone } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { challengeReply, changePhoneInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Sends a code to a mobile phone that is to belong to the account.',
  callers: 'signed-in',
  body: changePhoneInput,
  reply: challengeReply,
  succeeds: [202],
  errors: ['phone-invalid', 'password-needed', 'fresh-login-needed', 'mail-not-set-up', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, principal, body, locale, status }) => {
  const reply = await askNewPhone(accountsOf(house), principal!, { ...body, locale }, originOf(event).network)
  status(202)
  return reply
})
