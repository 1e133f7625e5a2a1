import { changePassword } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { changePasswordInput, doneReply } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Sets another password, or the first one. All other login sessions end.',
  callers: 'signed-in',
  body: changePasswordInput,
  reply: doneReply,
  errors: ['password-needed', 'fresh-login-needed', 'password-refused', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ house, principal, body }) => {
  await changePassword(accountsOf(house), principal!, body)
  return { done: true as const }
})
