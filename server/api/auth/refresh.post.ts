import { readProfile, refreshLogin } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { MARK, clearLoginCookies, refreshCookie, setLoginCookies } from '#server/http/login-cookies.ts'
import { loginReply, refreshInput } from '#shared/api/accounts.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'Exchanges the refresh token in its cookie for new tokens. A repetition within 10 s gets the same ones.',
  callers: 'anyone',
  body: refreshInput,
  reply: loginReply,
  errors: ['session-ended'],
  idempotency: 'natural'
}, async ({ event, house }) => {
  const accounts = accountsOf(house)
  try {
    const tokens = await refreshLogin(accounts, refreshCookie(event, house.settings) ?? '')
    setLoginCookies(event, house.settings, tokens)
    return { token: MARK, refreshToken: MARK, user: await readProfile(accounts, tokens.principal.userId) }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'session-ended') clearLoginCookies(event, house.settings)
    throw error
  }
})
