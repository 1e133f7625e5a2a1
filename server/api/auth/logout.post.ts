import { z } from 'zod'
import { logout } from '#server/domain/accounts/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { clearLoginCookies } from '#server/http/login-cookies.ts'

export default defineEndpoint({
  summary: 'Ends the login session and takes its cookies away. Also where nobody is logged in.',
  callers: 'anyone',
  body: z.looseObject({}).optional(),
  succeeds: [204],
  idempotency: 'natural'
}, async ({ event, house, principal }) => {
  if (principal) {
    await logout(house, principal.loginSessionId)
    accountsOf(house).logins.forget(principal.loginSessionId)
  }
  clearLoginCookies(event, house.settings)
  return null
})
