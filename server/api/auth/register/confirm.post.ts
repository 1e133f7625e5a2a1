import { confirmRegistration } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { answerLogin } from '#server/http/log-in.ts'
import { loginReply } from '#shared/api/accounts.ts'
import { registerConfirmInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Makes the account whose e-mail is proven by the code, and logs in.',
  callers: 'anyone',
  body: registerConfirmInput,
  reply: loginReply,
  errors: ['code-wrong', 'email-taken', 'rate-limited'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body }) => {
  const { network, ...origin } = originOf(event)
  return await answerLogin(event, house, await confirmRegistration(accountsOf(house), body, network, origin))
})
