import { loginByPhone } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { answerLoginStep } from '#server/http/log-in.ts'
import { codeLoginReply, phoneCodeConfirmInput } from '#shared/api/identity.ts'

export default defineEndpoint({
  summary: 'Logs in by the code that a phone was sent; makes the account where there is none. Asks for the second factor where it is on.',
  callers: 'anyone',
  body: phoneCodeConfirmInput,
  reply: codeLoginReply,
  errors: ['code-wrong', 'login-failed', 'rate-limited'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body }) => {
  const { network, ...origin } = originOf(event)
  return await answerLoginStep(event, house, await loginByPhone(accountsOf(house), body, network, origin))
})
