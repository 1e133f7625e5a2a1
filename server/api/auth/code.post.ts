import { askPhone } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { challengeReply, phoneCodeInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Sends a code to a mobile phone, to log in or to sign up with. The answer is the same for known and unknown numbers.',
  callers: 'anyone',
  body: phoneCodeInput,
  reply: challengeReply,
  succeeds: [202],
  errors: ['phone-invalid', 'mail-not-set-up', 'rate-limited'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body, locale, status }) => {
  const reply = await askPhone(accountsOf(house), { ...body, locale: body.locale ?? locale }, originOf(event).network)
  status(202)
  return reply
})
