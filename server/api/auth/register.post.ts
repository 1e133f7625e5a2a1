import { register } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { profileReply, registerInput } from '#shared/api/accounts.ts'

export default defineEndpoint({
  summary: 'Makes a customer account. Log in afterwards.',
  callers: 'anyone',
  body: registerInput,
  reply: profileReply,
  errors: ['email-taken', 'password-refused', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body, locale, status }) => {
  const profile = await register(accountsOf(house), { ...body, locale: body.locale ?? locale }, originOf(event).network)
  status(201)
  return profile
})
