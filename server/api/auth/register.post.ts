import { register } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { registerInput } from '#shared/api/accounts.ts'
import { challengeReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Sends a code to the e-mail of a would-be account. The answer is the same where the e-mail has one.',
  callers: 'anyone',
  body: registerInput,
  reply: challengeReply,
  succeeds: [202],
  errors: ['password-refused', 'mail-not-set-up', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body, locale, status }) => {
  const reply = await register(accountsOf(house), { ...body, locale: body.locale ?? locale }, originOf(event).network)
  status(202)
  return reply
})
