import { login } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { answerLogin } from '#server/http/log-in.ts'
import { deviceCookie } from '#server/http/login-cookies.ts'
import { loginInput, loginReply } from '#shared/api/accounts.ts'

export default defineEndpoint({
  summary: 'Logs in by e-mail and password, and by the second factor where the account has one. The tokens come as HttpOnly cookies.',
  callers: 'anyone',
  body: loginInput,
  reply: loginReply,
  errors: ['login-failed', 'second-factor-required', 'code-wrong', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body }) => {
  const { network, ...origin } = originOf(event)
  const tokens = await login(accountsOf(house), body, { network, deviceMark: deviceCookie(event, house.settings) }, origin)
  return await answerLogin(event, house, tokens)
})
