import { login, readProfile } from '#server/domain/accounts/index.ts'
import { accountsOf, originOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { MARK, setLoginCookies } from '#server/http/login-cookies.ts'
import { loginInput, loginReply } from '#shared/api/accounts.ts'

export default defineEndpoint({
  summary: 'Logs in by e-mail and password. The tokens come as HttpOnly cookies.',
  callers: 'anyone',
  body: loginInput,
  reply: loginReply,
  errors: ['login-failed', 'rate-limited', 'unavailable'],
  idempotency: 'natural',
  bodyLimitBytes: 8 * 1024
}, async ({ event, house, body }) => {
  const accounts = accountsOf(house)
  const { network, ...origin } = originOf(event)
  const tokens = await login(accounts, body, network, origin)
  const user = await readProfile(accounts, tokens.principal.userId)
  setLoginCookies(event, house.settings, tokens)
  return { token: MARK, refreshToken: MARK, user }
})
