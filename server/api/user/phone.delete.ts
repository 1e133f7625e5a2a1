import { readProfile, removePhone } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { profileReply } from '#shared/api/accounts.ts'
import { removePhoneInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Takes the phone away, where another way to sign in is left.',
  callers: 'signed-in',
  body: removePhoneInput,
  reply: profileReply,
  errors: ['last-way-in', 'password-needed', 'fresh-login-needed', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ house, principal, body }) => {
  await removePhone(accountsOf(house), principal!, body.current)
  return await readProfile(accountsOf(house), principal!.userId)
})
